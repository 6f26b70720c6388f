# test: install what the tests need, build with and without sanitizers, and run every suite, or those that are named.
# Each suite's last line counts what ran; the very last line counts all of it.

ALL_SUITES='unit conformance shell api realtime chaos scale client e2e door'

command_test() {
    for suite in "$@"; do
        case " $ALL_SUITES " in
        *" $suite "*) ;;
        *) warn "there is no suite \"$suite\": $ALL_SUITES"; exit 2 ;;
        esac
    done
    chosen=${*:-$ALL_SUITES}
    # What an operator's environment says must not reach the instances of the tests.
    unset OHKAY_HOME PORT APP_ENV NODE_ENV OHKAY_BUILD OHKAY_URL SERVER_PASSWORD JWT_SECRET DB_ENCRYPTION_KEY DB_PASSWORD
    begun_all=$(date +%s)
    trap 'test_cleanup' EXIT
    trap 'exit 130' INT TERM HUP
    TEST_FOLDER=$(mktemp -d /tmp/ohkay-tests.XXXXXX) || die "cannot write to /tmp: is the disk full?"
    packages_install run build test
    mkdir -p "$TOOLS" || die "cannot write to the checkout $OHKAY_ROOT"
    exec 8>>"$TOOLS/lock" && flock 8
    node_install
    node_modules client
    node_modules tests
    build_server
    step "Building the server with sanitizers" make -C "$OHKAY_ROOT" -j"$(nproc)" SAN=address,undefined || exit 1
    build_client
    exec 8>&-
    all_passed=0 all_failed=0 summary=''
    for suite in $chosen; do "suite_$suite"; done
    say ""
    printf '%b' "$summary"
    say "everything took $(($(date +%s) - begun_all)) s"
    say "$all_passed passed, $all_failed failed"
    [ "$all_failed" -eq 0 ]
}

test_cleanup() {
    status=$?
    trap - EXIT
    rm -rf "$TEST_FOLDER"
    give_back
    forget_step_log
    exit "$status"
}

# suite <name> <command ...>: run it, show its output, and count. Suites that run several others (make) have several counting lines.
suite() {
    suite_name=$1
    shift
    say ""
    say "== $suite_name"
    suite_begun=$(date +%s)
    suite_log=$TEST_FOLDER/log
    {
        "$@" 2>&1 </dev/null
        echo $? >"$TEST_FOLDER/status"
    } | tee "$suite_log"
    status=$(cat "$TEST_FOLDER/status")
    counts=$(suite_counts "$suite_log" "$suite_name")
    suite_passed=${counts% *} suite_failed=${counts#* }
    if [ "$status" -ne 0 ] && [ "$suite_failed" -eq 0 ]; then suite_failed=1; fi
    if [ "$status" -eq 0 ] && [ "$suite_passed" -eq 0 ] && [ "$suite_failed" -eq 0 ]; then
        warn "$suite_name ran nothing"
        suite_failed=1
    fi
    line="$suite_name: $suite_passed passed, $suite_failed failed in $(($(date +%s) - suite_begun)) s"
    say "$line"
    summary="$summary$line\n"
    all_passed=$((all_passed + suite_passed)) all_failed=$((all_failed + suite_failed))
}

# suite_counts <file> <suite>: "passed failed", by our own lines or those of vitest. The end-to-end runner repeats its sum at the end.
suite_counts() {
    sed -e 's/\x1b\[[0-9;]*m//g' "$1" | awk -v only_last="$2" '
        /(^|: *)[0-9]+ passed, [0-9]+ failed/ {
            match($0, /[0-9]+ passed/); p = substr($0, RSTART) + 0
            match($0, /[0-9]+ failed/); f = substr($0, RSTART) + 0
            passed += p; failed += f; last_p = p; last_f = f
        }
        /^ *Tests  .*[0-9]+ (passed|failed)/ {
            if (match($0, /[0-9]+ passed/)) { passed += substr($0, RSTART) + 0; last_p = substr($0, RSTART) + 0 }
            if (match($0, /[0-9]+ failed/)) { failed += substr($0, RSTART) + 0; last_f = substr($0, RSTART) + 0 }
        }
        /^step ok: / { passed++; last_p = passed }
        /^step failed: / { failed++; last_f = failed }
        END { if (only_last ~ /^(api|realtime|chaos|scale|e2e)$/) print last_p + 0, last_f + 0; else print passed + 0, failed + 0 }'
}

# check <what> <command ...>: one command that passes or fails as a whole.
check() {
    check_what=$1
    shift
    if "$@"; then echo "step ok: $check_what"; else
        echo "step failed: $check_what"
        return 1
    fi
}

in_tests() (cd -- "$OHKAY_ROOT/tests" && "$@")
in_client() (cd -- "$OHKAY_ROOT/client" && "$@")

suite_unit() { suite unit make -C "$OHKAY_ROOT" --no-print-directory check; }

suite_conformance() { suite conformance conformance; }
conformance() {
    make -C "$OHKAY_ROOT" --no-print-directory echo-server && "$OHKAY_ROOT/tests/conformance/run"
}

suite_shell() { suite shell shell_checks; }
shell_checks() (
    cd -- "$OHKAY_ROOT" || exit 1
    status=0
    for script in ohkay .ci/run deploy/local/*.sh $(git ls-files deploy/services tests 2>/dev/null | xargs grep -lE '^#!/bin/sh'); do
        check "$script" shellcheck -s sh -S warning "$script" || status=1
    done
    exit $status
)

# The C programs run with sanitizers here. What they freed is kept for a while; not so much that a worker's memory cannot be judged.
stack_suite() { suite "$1" env OHKAY_BUILD=build-san ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=8 node "$OHKAY_ROOT/tests/support/run.mjs" "$1"; }
suite_api() { stack_suite api; }
suite_realtime() { stack_suite realtime; }
suite_e2e() { suite e2e node "$OHKAY_ROOT/tests/support/run.mjs" e2e; }
suite_chaos() { suite chaos node "$OHKAY_ROOT/tests/support/run.mjs" chaos; }

suite_scale() { suite scale node "$OHKAY_ROOT/tests/support/run.mjs" scale; }

suite_client() { suite client client_checks; }
client_checks() (
    status=0
    check lint in_client npm run --silent lint || status=1
    check typecheck in_client npm run --silent typecheck || status=1
    check types in_client npm run --silent types:check || status=1
    in_client npm run --silent test || status=1
    exit $status
)

suite_door() { suite door "$OHKAY_ROOT/tests/door/run"; }

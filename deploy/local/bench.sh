# bench: how fast it is, beside references measured in the same run. Takes a quarter of an hour; the figures go to bench-results/.

command_bench() {
    unset OHKAY_HOME PORT APP_ENV NODE_ENV OHKAY_BUILD OHKAY_URL SERVER_PASSWORD JWT_SECRET DB_ENCRYPTION_KEY DB_PASSWORD
    trap 'give_back; forget_step_log' EXIT
    trap 'exit 130' INT TERM HUP
    packages_install run build bench
    mkdir -p "$TOOLS" || die "cannot write to the checkout $OHKAY_ROOT"
    exec 8>>"$TOOLS/lock" && flock 8
    node_install
    node_modules tests
    node_modules tests/bench/peers
    build_server
    step "Building the bare worker" make -C "$OHKAY_ROOT" build/bench/bare || exit 1
    exec 8>&-
    node "$OHKAY_ROOT/tests/bench/run.mjs" "$@"
}

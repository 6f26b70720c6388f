# up: install what is missing, build, start in order; in the foreground, follow the logs until Ctrl-C.

command_up() {
    detach=''
    for argument in "$@"; do
        case $argument in
        -d | --detach) detach=1 ;;
        *) warn "up takes -d or nothing, not \"$argument\""; exit 2 ;;
        esac
    done
    up_hear_interrupts
    state_find
    settings_read
    if up_already; then return 0; fi
    instance_running || port_check

    started=''
    trap 'up_cleanup' EXIT
    trap 'up_interrupted 130' INT
    trap 'up_interrupted 143' TERM HUP
    packages_install run build
    state_make
    lock_take
    if up_already; then return 0; fi
    if instance_running; then
        say "Clearing away what is left of an instance that does not answer."
        services_stop
    fi
    rm -f "$OHKAY_RUN/up"
    space_check "$OHKAY_HOME" 40 "an instance"
    secrets_generate
    up_build
    run_make
    settings_write
    up_check_settings
    port_check
    up_start || exit 1
    started=''
    trap - EXIT
    forget_step_log
    up_say
    if [ -n "$detach" ]; then return 0; fi
    up_follow
}

# A shell that starts us with & may have told us to ignore Ctrl-C; then no trap could hear it.
up_hear_interrupts() {
    ignored=$(sed -n 's/^SigIgn:[[:space:]]*//p' /proc/$$/status)
    if [ -z "$detach" ] && [ $((0x${ignored#????????} & 2)) -ne 0 ] && [ -z "${OHKAY_HEARS:-}" ]; then
        OHKAY_HEARS=1 exec env --default-signal=INT "$OHKAY_ROOT/ohkay" up
    fi
}

up_already() {
    instance_running || return 1
    running_address
    for _ in 1 2 3; do
        if healthy; then
            say "Ohkay is already running at http://localhost:$PORT_NOW (state: $OHKAY_HOME). To apply changes: ./ohkay down, then up."
            return 0
        fi
        tick
    done
    settings_read
    return 1
}

# One build of this checkout at a time, also for two instances.
up_build() {
    mkdir -p "$TOOLS" 2>/dev/null || die "cannot write to the checkout $OHKAY_ROOT"
    exec 8>>"$TOOLS/lock" || die "cannot write to $TOOLS"
    flock 8
    if [ "$BUILD" = "$OHKAY_ROOT/build" ]; then build_server; fi
    [ -x "$BUILD/ohkay-cgi" ] || die "there is no build in $BUILD"
    build_client
    step "Installing the build" install_app "$OHKAY_HOME/app" || {
        rm -rf "$OHKAY_HOME/app.new"
        exit 1
    }
    give_back
    exec 8>&-
    give_away "$OHKAY_HOME/app"
}

as_program() { (cd / && as_user chpst -e "$OHKAY_RUN/env" "$@"); }

# The programs know what settings are right; they name each that is not.
up_check_settings() {
    problems=$(as_program "$OHKAY_HOME/app/bin/ohkay-cgi" --check-config 2>&1) && return 0
    printf '%s\n' "$problems" | sed 's/^/    /' >&2
    die "these settings must be mended first, in the environment or in $OHKAY_HOME/ohkay.env"
}

role_sql() {
    cat <<'SQL'
\set ON_ERROR_STOP on
\getenv role OHKAY_ROLE
\getenv password OHKAY_ROLE_PASSWORD
SELECT format('CREATE ROLE %I LOGIN CREATEDB', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'role', :'password') \gexec
SQL
}
role_make() {
    role_sql | (
        cd / || exit 1
        OHKAY_ROLE=$(setting DB_USER ohkay_user) OHKAY_ROLE_PASSWORD=$(setting DB_PASSWORD)
        export OHKAY_ROLE OHKAY_ROLE_PASSWORD
        as_user "$PG_BIN/psql" -X -q -o /dev/null -h "$OHKAY_RUN" -U postgres -d postgres
    )
}

up_start() {
    if own_postgres; then postgres_make; fi
    services_install
    started=1
    : >"$OHKAY_HOME/log/supervisor.log"
    give_away "$OHKAY_HOME/log"
    say "Starting"
    supervisor_start
    if own_postgres; then
        service_start postgres 900 postgres_ready || return 1
        role_make || { warn "the database role could not be made"; return 1; }
    fi
    if own_redis; then service_start redis 600 redis_ready || return 1; fi
    step "Bringing the databases up to date" as_program "$OHKAY_HOME/app/bin/ohkay-migrate" || return 1
    service_start cgi 100 test -S "$OHKAY_RUN/cgi.sock" || return 1
    service_start pushd 100 test -S "$OHKAY_RUN/push.sock" || return 1
    service_start web 300 ready || { up_why_unhealthy; return 1; }
    service_start sweeper 100 service_has_started sweeper || return 1
    : >"$OHKAY_RUN/up"
}

up_why_unhealthy() {
    if healthy; then
        service_failed pushd
        return 0
    fi
    answer=$(curl -s -m 5 "http://$ASK_AT:$PORT_NOW/health?verbose=1") || return 0
    warn "it answers, but is not healthy: $(printf '%s' "$answer" | cut -c1-300)"
    service_failed cgi
}

up_cleanup() {
    status=$?
    trap - EXIT INT TERM HUP
    if [ -n "${step_pid:-}" ]; then kill_tree "$step_pid"; fi
    if [ -n "$started" ]; then
        services_stop
        warn "nothing is left running"
    fi
    forget_step_log
    exit "$status"
}
up_interrupted() {
    printf '\n'
    warn "interrupted"
    exit "$1"
}

# kill_tree <pid>: a step and what it started.
kill_tree() {
    # shellcheck disable=SC2013
    for child in $(awk -v parent="$1" '{ pid = $1; sub(/^.*\) /, ""); if ($2 == parent) print pid }' /proc/[0-9]*/stat 2>/dev/null); do
        kill_tree "$child"
    done
    kill -TERM "$1" 2>/dev/null
}

up_say() {
    say ""
    say "Ohkay is ready:    http://localhost:$PORT_NOW"
    if [ "$MODE" = production ]; then
        say "Server password:   as you set it"
    else
        say "Server password:   $(setting SERVER_PASSWORD)"
    fi
    say "State and secrets: $OHKAY_HOME (ohkay.env)"
    if [ -n "$detach" ]; then say "Stop it:           ./ohkay down"; else say "Stop it:           Ctrl-C"; fi
    say ""
}

up_follow() {
    trap 'up_stop' INT TERM HUP
    lock_release
    # shellcheck disable=SC2086
    follow_logs 0 $SERVICES
    # Until it is stopped here or by `down` elsewhere.
    while [ -e "$OHKAY_RUN/up" ]; do
        sleep 1 &
        wait $!
    done
    follow_end
    say "Ohkay was stopped."
}

up_stop() {
    trap '' INT TERM HUP
    printf '\n'
    say "Stopping ..."
    follow_end
    lock_take
    rm -f "$OHKAY_RUN/up"
    services_stop
    say "Stopped."
    exit 0
}

# shellcheck source=deploy/local/logs.sh
. "$LOCAL/logs.sh"

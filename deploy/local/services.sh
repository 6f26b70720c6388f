# The supervised services: runit's runsvdir and runsv keep them alive, svlogd keeps their logs. See deploy/services/ for each.

ALL_SERVICES='postgres redis cgi pushd web sweeper'

# The processes of this instance. PostgreSQL hides its environment; it ends with its supervisor, and its lock says when.
instance_pids() {
    grep -lsz "^OHKAY_ID=$OHKAY_ID\$" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3
}
instance_running() { [ -n "$(instance_pids)" ]; }

answers() { [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "http://$ASK_AT:$PORT_NOW$1" 2>/dev/null)" = 200 ]; }
healthy() { answers /health; }
# Ready for people: sockets open, too.
ready() { healthy && answers '/socket.io/?EIO=4&transport=polling'; }

# port_free: nobody listens on PORT. Read from /proc: a bare machine has no other tool for it.
port_free() {
    hex=$(printf '%04X' "$PORT_NOW")
    ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
}
port_check() {
    port_free || die "port $PORT_NOW is busy: another program listens on it. Choose another: PORT=$((PORT_NOW + 1)) ./ohkay up"
}

# tell <letter> <service ...>: speak to the runsv of each through its pipe, as sv does, but without sv's half second of looking twice.
# u: up; d: down; q: send QUIT; x: leave when down.
tell() {
    letter=$1
    shift
    for name in "$@"; do
        [ ! -p "$OHKAY_HOME/service/$name/supervise/ok" ] || printf '%s' "$letter" | timeout 2 tee "$OHKAY_HOME/service/$name/supervise/control" >/dev/null 2>&1
    done
}

# service_down <name ...>: none of them runs.
service_down() {
    for name in "$@"; do
        [ -z "$(cat "$OHKAY_HOME/service/$name/supervise/pid" 2>/dev/null)" ] || return 1
    done
}

service_has_started() { ! service_down "$1"; }

# Fresh service folders, none of them started by itself: `up` starts them in order.
services_install() {
    rm -rf "$OHKAY_HOME/service"
    mkdir -p "$OHKAY_HOME/service" || die "cannot write to $OHKAY_HOME"
    SERVICES=''
    for name in $ALL_SERVICES; do
        case $name in
        postgres) own_postgres || continue ;;
        redis) own_redis || continue ;;
        esac
        SERVICES="$SERVICES $name"
    done
    for name in $SERVICES standby; do
        {
            cp -R "$OHKAY_HOME/app/services/$name" "$OHKAY_HOME/service/$name" &&
                cp -R "$OHKAY_HOME/app/services/log" "$OHKAY_HOME/app/services/finish" "$OHKAY_HOME/service/$name/"
        } || die "cannot write to $OHKAY_HOME$(why_not_writable "$OHKAY_HOME")"
        [ "$name" = standby ] || : >"$OHKAY_HOME/service/$name/down"
    done
    give_away "$OHKAY_HOME/service"
    rm -f "$OHKAY_RUN"/exits.* "$OHKAY_RUN/stopping"
    printf 'ohkay %s postgres\nohkay %s %s\n' "$RUN_AS" "$RUN_AS" "$(setting DB_USER ohkay_user)" >"$OHKAY_RUN/pg_ident.conf"
    give_away "$OHKAY_RUN/pg_ident.conf"
}

# A new session, a clean environment, none of our locks. The parentheses end in exec, so that nothing of this shell stays behind.
supervisor_start() {
    (
        cd / || exit 1
        exec 9>&- 8>&- </dev/null >>"$OHKAY_HOME/log/supervisor.log" 2>&1
        set -- env -i PATH="$OHKAY_HOME/app/services/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
            HOME=/nonexistent LANG=C.UTF-8 TZ=UTC OHKAY_ID="$OHKAY_ID" OHKAY_HOME="$OHKAY_HOME" OHKAY_RUN="$OHKAY_RUN" \
            OHKAY_APP="$OHKAY_HOME/app" OHKAY_PG_BIN="${PG_BIN:-}" \
            setsid "$OHKAY_HOME/app/services/bin/supervise"
        if [ "$(id -u)" -eq 0 ]; then
            # A port below 1024 asks for a right that only root can give; deploy/services/ has all but lighttpd drop it.
            [ "$PORT_NOW" -ge 1024 ] || set -- --inh-caps=+net_bind_service --ambient-caps=+net_bind_service "$@"
            set -- setpriv --reuid="$RUN_AS" --regid="$(id -g "$RUN_AS")" --init-groups "$@"
        fi
        exec "$@"
    ) &
    for name in $SERVICES standby; do
        wait_until 100 test -p "$OHKAY_HOME/service/$name/supervise/ok" || die "the supervisor did not start: see $OHKAY_HOME/log/supervisor.log"
    done
}

# wait_until <tenths of a second> <command ...>
wait_until() {
    wait_left=$1
    shift
    until "$@" >/dev/null 2>&1; do
        wait_left=$((wait_left - 1))
        [ "$wait_left" -gt 0 ] || return 1
        tick
    done
}

# service_start <name> <tenths of a second> <ready command ...>: start it and wait; if it cannot, show why and return 1.
service_start() {
    name=$1 left=$2
    shift 2
    rm -f "$OHKAY_HOME/service/$name/down"
    tell u "$name"
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        deaths=$(wc -l 2>/dev/null <"$OHKAY_RUN/exits.$name") || deaths=0
        if [ "$left" -le 0 ] || [ "${deaths:-0}" -ge 4 ]; then
            service_failed "$name"
            return 1
        fi
        tick
    done
}

service_failed() {
    log=$OHKAY_HOME/log/$1/current
    [ ! -s "$log" ] || tail -n 12 "$log" | cut -d ' ' -f 2- | sed 's/^/    /' >&2
    reason=''
    [ ! -s "$log" ] || reason=$(tail -n 12 "$log" >"$STEP_LOG" && reason_in "$STEP_LOG" | cut -d ' ' -f 2-)
    warn "$1 does not start: ${reason:-no reason given}. Its log: $log"
}

postgres_ready() { "$PG_BIN/pg_isready" -q -h "$OHKAY_RUN" -U postgres -d postgres; }
redis_ready() { [ "$(redis-cli -s "$OHKAY_RUN/redis.sock" ping 2>/dev/null)" = PONG ]; }

stop_hard() { SVDIR="$OHKAY_HOME/service" sv -w 3 force-stop "$@" >/dev/null 2>&1; }

# Stop every service in order, then the supervisors, then whatever is left; remove the sockets.
services_stop() {
    [ -d "$OHKAY_RUN" ] || return 0
    : >"$OHKAY_RUN/stopping" 2>/dev/null
    # Those who write before those who keep.
    tell d sweeper web pushd cgi
    wait_until 100 service_down sweeper web pushd cgi || stop_hard sweeper web pushd cgi
    tell d redis postgres
    # PostgreSQL writes everything to its files now, and with very many databases that takes long. It may as well stop at once (QUIT) and
    # finish from its log at the next start: nothing is lost by it.
    wait_until 50 service_down redis postgres || tell q postgres
    wait_until 50 service_down redis postgres || stop_hard redis postgres
    # shellcheck disable=SC2086
    tell x $ALL_SERVICES standby
    supervisor=$(cat "$OHKAY_RUN/supervisor.pid" 2>/dev/null)
    [ -z "$supervisor" ] || ! instance_pids | grep -qx "$supervisor" || kill -TERM "$supervisor" 2>/dev/null
    # A runsv that was between two lives did not hear any of it.
    wait_until 20 no_instance || for signal in TERM KILL; do
        # shellcheck disable=SC2046
        kill -s "$signal" $(instance_pids) 2>/dev/null
        wait_until 30 no_instance && break
    done
    [ ! -e "$OHKAY_RUN/postgres.lock" ] || flock -w 20 "$OHKAY_RUN/postgres.lock" true
    rm -f "$OHKAY_RUN"/*.sock "$OHKAY_RUN"/.s.PGSQL.* "$OHKAY_RUN"/*.pid "$OHKAY_RUN"/*.lock "$OHKAY_RUN"/exits.* "$OHKAY_RUN/stopping"
}
no_instance() { ! instance_running; }

# logs: what the services wrote, each line with the service's name and the time (UTC) in front.

FOLLOWERS=''

# One tail for each service: a log that is rotated or does not exist yet is picked up by its name. --pid: it ends with us, whatever ends us.
follow_logs() {
    count=$1
    shift
    for name in "$@"; do
        tail --pid=$$ -n "$count" -F "$OHKAY_HOME/log/$name/current" 2>/dev/null |
            sed -u -E "s/^[0-9-]+T([0-9:]+)\.[0-9]+/$(printf '%-8s' "$name") \1/" &
        FOLLOWERS="$FOLLOWERS $!"
    done
}
follow_end() {
    for follower in $FOLLOWERS; do kill_followers "$follower"; done
    FOLLOWERS=''
}
# The pipe's last process is known; its tail ends with it at the next line, or here.
kill_followers() {
    kill -TERM "$1" 2>/dev/null
    # shellcheck disable=SC2013
    for pid in $(grep -lsz "^$OHKAY_HOME/log/" /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3); do
        parent=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
        [ "$parent" != $$ ] || kill -TERM "$pid" 2>/dev/null
    done
}

command_logs() {
    follow='' names=''
    for argument in "$@"; do
        case $argument in
        -f | --follow) follow=1 ;;
        -*) warn "logs takes -f and the names of services"; exit 2 ;;
        *)
            case " $ALL_SERVICES " in
            *" $argument "*) names="$names $argument" ;;
            *) warn "there is no service \"$argument\": $ALL_SERVICES"; exit 2 ;;
            esac
            ;;
        esac
    done
    state_find
    [ -d "$OHKAY_HOME/log" ] || die "there are no logs in $OHKAY_HOME"
    names=${names:-$ALL_SERVICES}
    for name in $names; do
        [ -f "$OHKAY_HOME/log/$name/current" ] || continue
        tail -n 200 "$OHKAY_HOME/log/$name/current" | sed "s/^/$(printf '%-8s' "$name") /"
    done | LC_ALL=C sort -s -k 2,2 | sed -E 's/^([a-z]+ +)[0-9-]+T([0-9:]+)\.[0-9]+/\1\2/'
    [ -n "$follow" ] || return 0
    trap 'follow_end; exit 0' INT TERM HUP
    # shellcheck disable=SC2086
    follow_logs 0 $names
    wait
}

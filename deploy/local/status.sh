# status: what runs. Exit status 0: healthy; 1: running, but not healthy; 3: not running.

command_status() {
    state_find
    if ! instance_running; then
        say "Not running (state: $OHKAY_HOME)."
        return 3
    fi
    settings_read
    running_address
    for name in $ALL_SERVICES; do
        [ -d "$OHKAY_HOME/service/$name" ] || continue
        line=$(SVDIR=$OHKAY_HOME/service sv status "$name" 2>&1 | sed -e 's/; .*//' -e 's/^\([a-z]*\): [^:]*: /\1 /')
        printf '  %-9s %s\n' "$name" "$line"
    done
    if healthy; then
        say "Healthy at http://localhost:$PORT_NOW (state: $OHKAY_HOME)."
    else
        say "Not healthy at http://localhost:$PORT_NOW: $(curl -s -m 5 "http://$ASK_AT:$PORT_NOW/health" | cut -c1-300)"
        return 1
    fi
}

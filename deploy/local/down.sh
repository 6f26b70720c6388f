# down: stop everything of this instance. Its data stays.

command_down() {
    state_find
    if [ ! -d "$OHKAY_HOME" ]; then
        say "Nothing is running: there is no $OHKAY_HOME."
        return 0
    fi
    lock_take
    if ! instance_running && [ ! -e "$OHKAY_RUN/up" ]; then
        say "Nothing is running."
        return 0
    fi
    rm -f "$OHKAY_RUN/up"
    services_stop
    if instance_running; then die "these processes would not end: $(instance_pids | tr '\n' ' ')"; fi
    say "Stopped."
}

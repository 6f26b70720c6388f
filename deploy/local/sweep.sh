# sweep: mend now what a running instance mends every two minutes. Exit status 0: all of it could be done.

command_sweep() {
    state_find
    instance_running || die "nothing is running: ./ohkay up first"
    cd / && as_user chpst -e "$OHKAY_RUN/env" "$OHKAY_HOME/app/bin/ohkay-cgi" --sweep
}

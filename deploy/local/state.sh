# The state folder of an instance (OHKAY_HOME), the user its services run as, and the lock that keeps two front doors apart.
#
#   ohkay.env  settings and generated secrets      app/      the installed copy that runs
#   pg/ redis/ uploads/  the data                  service/  supervised services      log/  what they wrote
#   run/       sockets and settings of the running instance; may be a link to a shorter path

# As root the services run as this user.
SERVICE_USER=ohkay

# as_user <command ...>: run it as the user of the services.
as_user() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        setpriv --reuid="$RUN_AS" --regid="$(id -g "$RUN_AS")" --init-groups "$@"
    fi
}

# give_away <path ...>: make it the services' own.
give_away() {
    [ "$(id -u)" -ne 0 ] || chown -R -h "$RUN_AS:$(id -g "$RUN_AS")" -- "$@"
}

# Find OHKAY_HOME and RUN_AS without making anything. RUN_AS is empty while there is no state and we are root.
state_find() {
    OHKAY_HOME=${OHKAY_HOME:-$OHKAY_ROOT/var}
    case $OHKAY_HOME in /*) ;; *) OHKAY_HOME=$PWD/$OHKAY_HOME ;; esac
    OHKAY_HOME=$(readlink -m -- "$OHKAY_HOME")
    export OHKAY_HOME
    OHKAY_ID=$(printf '%s' "$OHKAY_HOME" | sha256sum | cut -c1-12)
    owner=''
    [ ! -d "$OHKAY_HOME" ] || owner=$(stat -c %U "$OHKAY_HOME")
    if [ "$(id -u)" -ne 0 ]; then
        RUN_AS=$(id -un)
        if [ -n "$owner" ] && [ "$(stat -c %u "$OHKAY_HOME")" -ne "$(id -u)" ]; then
            die "the state folder $OHKAY_HOME belongs to $owner: use sudo, or another OHKAY_HOME"
        fi
    elif [ -n "$owner" ] && [ "$owner" != root ] && [ "$owner" != UNKNOWN ]; then
        RUN_AS=$owner
    else
        RUN_AS=$SERVICE_USER
    fi
    # A unix socket's path has at most 107 bytes.
    OHKAY_RUN=$OHKAY_HOME/run
    if [ ${#OHKAY_RUN} -gt 85 ]; then
        uid=$(id -u "$RUN_AS" 2>/dev/null) || uid=none
        OHKAY_RUN=/tmp/ohkay-$uid-$OHKAY_ID
    fi
}

# Make the state folder. As root it must be reachable for an ordinary user, wherever the checkout lies.
state_make() {
    if [ "$(id -u)" -eq 0 ] && ! id "$RUN_AS" >/dev/null 2>&1; then
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$RUN_AS" ||
            die "cannot create the user $RUN_AS"
    fi
    mkdir -p -- "$OHKAY_HOME" 2>/dev/null || die "cannot make the state folder $OHKAY_HOME$(why_not_writable "$OHKAY_HOME")"
    if [ "$(id -u)" -eq 0 ]; then
        if ! as_user test -x "$(dirname -- "$OHKAY_HOME")"; then
            elsewhere=/var/lib/ohkay-$OHKAY_ID
            rmdir -- "$OHKAY_HOME" 2>/dev/null ||
                die "the state folder $OHKAY_HOME cannot be reached by the user $RUN_AS: move it to $elsewhere, or open the folders above it"
            { mkdir -p "$elsewhere" && ln -s "$elsewhere" "$OHKAY_HOME"; } || die "cannot make $elsewhere"
            say "The state is kept in $elsewhere, because $(dirname -- "$OHKAY_HOME") is closed to the user $RUN_AS; $OHKAY_HOME leads there."
            chown "$RUN_AS:$(id -g "$RUN_AS")" "$elsewhere"
            state_find
        fi
        [ "$(stat -c %U "$OHKAY_HOME")" = "$RUN_AS" ] || chown "$RUN_AS:$(id -g "$RUN_AS")" "$OHKAY_HOME"
    fi
    chmod 700 "$OHKAY_HOME" || die "cannot change the mode of $OHKAY_HOME"
    mkdir -p "$OHKAY_HOME/log" "$OHKAY_HOME/uploads" "$OHKAY_HOME/service" "$OHKAY_HOME/redis" 2>/dev/null ||
        die "cannot write to $OHKAY_HOME$(why_not_writable "$OHKAY_HOME")"
    give_away "$OHKAY_HOME/log" "$OHKAY_HOME/uploads" "$OHKAY_HOME/service" "$OHKAY_HOME/redis"
}

why_not_writable() {
    if [ "$(df -Pk -- "$(dirname -- "$1")" 2>/dev/null | awk 'NR == 2 { print $4 }')" = 0 ]; then printf ': the disk is full'; fi
}

# space_check <folder> <MB> <what for>
space_check() {
    free=$(df -Pk -- "$1" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')
    [ -z "$free" ] || [ "$free" -ge "$2" ] || die "the disk is full: $3 needs $2 MB in $1, and $free MB are free"
}

# The folder of the sockets, closed to everybody else.
run_make() {
    if [ "$OHKAY_RUN" = "$OHKAY_HOME/run" ]; then
        [ ! -L "$OHKAY_RUN" ] || rm -f "$OHKAY_RUN"
    else
        rm -rf "$OHKAY_HOME/run"
        ln -s "$OHKAY_RUN" "$OHKAY_HOME/run" || die "cannot write to $OHKAY_HOME"
    fi
    [ -d "$OHKAY_RUN" ] || as_user mkdir -m 700 -- "$OHKAY_RUN" || die "cannot make $OHKAY_RUN"
    { [ ! -L "$OHKAY_RUN" ] && [ "$(stat -c %u "$OHKAY_RUN")" = "$(id -u "$RUN_AS")" ]; } || die "$OHKAY_RUN belongs to somebody else"
    chmod 700 "$OHKAY_RUN"
}

# One up or down at a time: the lock is held until lock_release or the end of this shell.
lock_take() {
    exec 9>>"$OHKAY_HOME/lock" || die "cannot write to $OHKAY_HOME"
    give_away "$OHKAY_HOME/lock"
    if ! flock -n 9; then
        say "Another ./ohkay is at work on $OHKAY_HOME: waiting for it."
        flock 9
    fi
}
lock_release() { exec 9>&-; }

# The database cluster, made beside its place and moved there when it is complete.
postgres_bin() {
    PG_BIN=$(for bin in /usr/lib/postgresql/*/bin; do [ -x "$bin/postgres" ] && printf '%s\n' "$bin"; done | sort -V | tail -n 1)
    # A cluster belongs to the major version that made it.
    if [ -f "$OHKAY_HOME/pg/PG_VERSION" ]; then
        PG_BIN=/usr/lib/postgresql/$(cat "$OHKAY_HOME/pg/PG_VERSION")/bin
        [ -x "$PG_BIN/postgres" ] || die "the databases in $OHKAY_HOME/pg need PostgreSQL $(cat "$OHKAY_HOME/pg/PG_VERSION"), which is not installed"
    fi
    [ -n "$PG_BIN" ] || die "PostgreSQL is not installed"
}

postgres_init() {
    rm -rf "$OHKAY_HOME/pg.new"
    as_user "$PG_BIN/initdb" -D "$OHKAY_HOME/pg.new" -U postgres -A peer --encoding=UTF8 --locale=C.UTF-8 --data-checksums &&
        mv "$OHKAY_HOME/pg.new" "$OHKAY_HOME/pg"
}

postgres_make() {
    postgres_bin
    [ ! -f "$OHKAY_HOME/pg/PG_VERSION" ] || return 0
    space_check "$OHKAY_HOME" 200 "a new instance"
    if ! step "Making the databases' home" postgres_init; then
        rm -rf "$OHKAY_HOME/pg.new"
        exit 1
    fi
}

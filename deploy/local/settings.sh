# Settings: the names are those of .env.example; the environment wins over ohkay.env in the state folder, NAME over NAME_FILE.
# What the programs get is written, one file a setting and readable by their user only, into run/env (see chpst -e).

SECRETS='SERVER_PASSWORD JWT_SECRET DB_ENCRYPTION_KEY DB_PASSWORD'
# For programs built with sanitizers.
PASSED_ON='ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS'

setting_names() {
    sed -n 's/^#\{0,1\}\([A-Z][A-Z0-9_]*\)=.*/\1/p' "$OHKAY_ROOT/.env.example" | grep -v '^OHKAY_HOME$'
}

# Read ohkay.env into variables FILE_<NAME>. Lines are NAME=value, nothing is expanded; quotes around a value and "export" are dropped.
settings_file_read() {
    [ -f "$OHKAY_HOME/ohkay.env" ] || return 0
    [ -r "$OHKAY_HOME/ohkay.env" ] || die "cannot read $OHKAY_HOME/ohkay.env"
    carriage_return=$(printf '\r')
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line#"${line%%[! 	]*}"} line=${line#export } line=${line%"$carriage_return"}
        case $line in [A-Z]*=*) ;; *) continue ;; esac
        name=${line%%=*} text=${line#*=}
        case $name in *[!A-Z0-9_]*) continue ;; esac
        case $text in
        \"*\") text=${text#\"} text=${text%\"} ;;
        \'*\') text=${text#\'} text=${text%\'} ;;
        esac
        eval "FILE_$name=\$text"
    done <"$OHKAY_HOME/ohkay.env"
}

# setting_get <NAME> [default]: put its value into VALUE.
setting_get() {
    eval "VALUE=\${$1:-} path=\${$1_FILE:-}"
    [ -n "$VALUE$path" ] || eval "VALUE=\${FILE_$1:-} path=\${FILE_$1_FILE:-}"
    if [ -z "$VALUE" ] && [ -n "$path" ]; then
        VALUE=$(head -n 1 -- "$path" 2>/dev/null) || die "$1_FILE names $path, which cannot be read"
    fi
    [ -n "$VALUE" ] || VALUE=${2:-}
}
# setting <NAME> [default]: print its value.
setting() { setting_get "$@" && printf '%s' "$VALUE"; }

# ask_at <bound address>: where this machine reaches it.
ask_at() {
    case $1 in
    0.0.0.0) ASK_AT=127.0.0.1 ;;
    '[::]') ASK_AT='[::1]' ;;
    *) ASK_AT=$1 ;;
    esac
}

# What everything in this shell asks for often.
settings_read() {
    settings_file_read
    PORT_NOW=$(setting PORT 8100) || exit 1
    case $PORT_NOW in *[!0-9]* | '') die "PORT must be a number, not \"$PORT_NOW\"" ;; esac
    { [ "$PORT_NOW" -ge 1 ] && [ "$PORT_NOW" -le 65535 ]; } || die "PORT must be between 1 and 65535, not $PORT_NOW"
    BIND_NOW=$(setting BIND_ADDRESS 0.0.0.0) || exit 1
    case $BIND_NOW in
    '['*) ;;
    *:*) BIND_NOW="[$BIND_NOW]" ;;
    esac
    ask_at "$BIND_NOW"
    MODE=$(setting APP_ENV) || exit 1
    if [ -z "$MODE" ]; then
        MODE=$(setting NODE_ENV)
        case $MODE in production | test) ;; *) MODE=development ;; esac
    fi
    case $MODE in development | production | test) ;; *) die "APP_ENV must be development or production, not \"$MODE\"" ;; esac
}

# Whether PostgreSQL or Redis is this instance's own: it is, unless the settings say where another one is.
own_postgres() {
    for part in AUTH_DB DM_DB REGISTRY_DB SERVER_DB; do
        setting_get "${part}_HOST"
        [ -n "$VALUE" ] || return 0
    done
    return 1
}
own_redis() { setting_get REDIS_URL && [ -z "$VALUE" ]; }

# Secrets that nobody set are made once and kept. In production none is: whoever runs it chooses them.
secrets_generate() {
    [ "$MODE" != production ] || return 0
    for name in $SECRETS; do
        setting_get "$name"
        [ -z "$VALUE" ] || continue
        case $name in SERVER_PASSWORD) bytes=6 ;; *) bytes=32 ;; esac
        secret=$(openssl rand -hex "$bytes") || die "openssl could not make a secret"
        if [ ! -e "$OHKAY_HOME/ohkay.env" ]; then
            (umask 077 && printf '# Settings of this instance; .env.example explains them. The secrets below were generated.\n' >"$OHKAY_HOME/ohkay.env") ||
                die "cannot write $OHKAY_HOME/ohkay.env"
        fi
        # Never onto the end of a line someone left unfinished.
        [ -z "$(tail -c 1 "$OHKAY_HOME/ohkay.env")" ] || printf '\n' >>"$OHKAY_HOME/ohkay.env"
        printf '%s=%s\n' "$name" "$secret" >>"$OHKAY_HOME/ohkay.env" || die "cannot write $OHKAY_HOME/ohkay.env"
        eval "FILE_$name=\$secret"
    done
    chmod 600 "$OHKAY_HOME/ohkay.env" 2>/dev/null
    give_away "$OHKAY_HOME/ohkay.env"
}

# settings_write: fill run/env for the programs.
settings_write() {
    new=$OHKAY_RUN/env.new
    rm -rf "$new"
    (umask 077 && mkdir "$new") || die "cannot write to $OHKAY_RUN"
    put() { [ -z "$2" ] || (umask 077 && printf '%s\n' "$2" >"$new/$1") || die "cannot write to $new"; }
    for name in $(setting_names) $PASSED_ON; do
        setting_get "$name"
        put "$name" "$VALUE"
    done
    put APP_ENV "$MODE"
    put PORT "$PORT_NOW"
    for part in AUTH_DB DM_DB REGISTRY_DB SERVER_DB; do
        [ -e "$new/${part}_HOST" ] || { put "${part}_HOST" "$OHKAY_RUN" && put "${part}_PORT" 5432; }
    done
    [ -e "$new/REDIS_URL" ] || put REDIS_URL "unix://$OHKAY_RUN/redis.sock"
    put FCGI_SOCKET "$OHKAY_RUN/cgi.sock"
    put PUSHD_SOCKET "$OHKAY_RUN/push.sock"
    put OHKAY_SQL_DIR "$OHKAY_HOME/app/sql"
    put OHKAY_BIND "$BIND_NOW"
    upload_mb=$(setting UPLOAD_MAX_MB 20)
    # The file, and what a form puts around it.
    put OHKAY_UPLOAD_MAX_KB $((upload_mb * 1024 + 64))
    [ -e "$new/UPLOADS_DIR" ] || put UPLOADS_DIR "$OHKAY_HOME/uploads"
    rm -rf "$OHKAY_RUN/env"
    mv "$new" "$OHKAY_RUN/env"
    give_away "$OHKAY_RUN/env"
}

# running_setting <NAME>: the value the running instance was started with.
running_setting() { head -n 1 "$OHKAY_RUN/env/$1" 2>/dev/null; }

# Look for the running instance where it was started, whatever the settings say now.
running_address() {
    [ -r "$OHKAY_RUN/env/PORT" ] || return 0
    PORT_NOW=$(running_setting PORT)
    ask_at "$(running_setting OHKAY_BIND)"
}

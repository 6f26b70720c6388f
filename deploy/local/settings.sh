# Settings: the names are those of .env.example; the environment wins over ohkay.env in the state folder, NAME over NAME_FILE.
# What the programs get is written, one file a setting and readable by their user only, into run/env (see chpst -e).

SECRETS='SERVER_PASSWORD JWT_SECRET DB_ENCRYPTION_KEY DB_PASSWORD'
# For programs built with sanitizers.
PASSED_ON='ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS'

setting_names() {
    sed -n 's/^#\{0,1\}\([A-Z][A-Z0-9_]*\)=.*/\1/p' "$OHKAY_ROOT/.env.example" | grep -v '^OHKAY_HOME$'
}

is_secret() { case " $SECRETS " in *" $1 "*) true ;; *) false ;; esac }

# from_file <NAME>: its value in ohkay.env. Lines are NAME=value, nothing is expanded; quotes around a value and "export" are dropped.
from_file() {
    [ -f "$OHKAY_HOME/ohkay.env" ] || return 1
    line=$(sed -n "s/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}$1=//p" "$OHKAY_HOME/ohkay.env" | tail -n 1 | tr -d '\r')
    [ -n "$line" ] || return 1
    case $line in
    \"*\") line=${line#\"} line=${line%\"} ;;
    \'*\') line=${line#\'} line=${line%\'} ;;
    esac
    printf '%s' "$line"
}

# setting <NAME> [default]: its value.
setting() {
    eval "value=\${$1:-}"
    if [ -z "$value" ]; then
        eval "path=\${$1_FILE:-}"
        if [ -n "$path" ]; then
            value=$(head -n 1 -- "$path" 2>/dev/null) || die "$1_FILE names $path, which cannot be read"
        fi
    fi
    [ -n "$value" ] || value=$(from_file "$1") || value=''
    if [ -z "$value" ] && path=$(from_file "$1_FILE") && [ -n "$path" ]; then
        value=$(head -n 1 -- "$path" 2>/dev/null) || die "$1_FILE in ohkay.env names $path, which cannot be read"
    fi
    printf '%s' "${value:-${2:-}}"
}

# What everything in this shell asks for often.
settings_read() {
    PORT_NOW=$(setting PORT 8100) || exit 1
    case $PORT_NOW in *[!0-9]* | '') die "PORT must be a number, not \"$PORT_NOW\"" ;; esac
    [ "$PORT_NOW" -ge 1 ] && [ "$PORT_NOW" -le 65535 ] || die "PORT must be between 1 and 65535, not $PORT_NOW"
    BIND_NOW=$(setting BIND_ADDRESS 0.0.0.0) || exit 1
    case $BIND_NOW in
    0.0.0.0) ASK_AT=127.0.0.1 ;;
    :: | '[::]') ASK_AT='[::1]' BIND_NOW='[::]' ;;
    *:*) ASK_AT="[$BIND_NOW]" BIND_NOW="[$BIND_NOW]" ;;
    *) ASK_AT=$BIND_NOW ;;
    esac
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
        [ -n "$(setting "${part}_HOST")" ] || return 0
    done
    return 1
}
own_redis() { [ -z "$(setting REDIS_URL)" ]; }

# Secrets that nobody set are made once and kept. In production none is: whoever runs it chooses them.
secrets_generate() {
    [ "$MODE" != production ] || return 0
    for name in $SECRETS; do
        [ -z "$(setting "$name")" ] || continue
        case $name in SERVER_PASSWORD) bytes=6 ;; *) bytes=32 ;; esac
        secret=$(openssl rand -hex "$bytes") || die "openssl could not make a secret"
        if [ ! -e "$OHKAY_HOME/ohkay.env" ]; then
            (umask 077 && printf '# Settings of this instance; .env.example explains them. The secrets below were generated.\n' >"$OHKAY_HOME/ohkay.env") ||
                die "cannot write $OHKAY_HOME/ohkay.env"
        fi
        # Never onto the end of a line someone left unfinished.
        [ -z "$(tail -c 1 "$OHKAY_HOME/ohkay.env")" ] || printf '\n' >>"$OHKAY_HOME/ohkay.env"
        printf '%s=%s\n' "$name" "$secret" >>"$OHKAY_HOME/ohkay.env" || die "cannot write $OHKAY_HOME/ohkay.env"
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
        value=$(setting "$name") || exit 1
        put "$name" "$value"
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
    put OHKAY_UPLOAD_MAX_KB $((upload_mb * 1024))
    rm -rf "$OHKAY_RUN/env"
    mv "$new" "$OHKAY_RUN/env"
    give_away "$OHKAY_RUN/env"
}

# running_setting <NAME>: the value the running instance was started with.
running_setting() { head -n 1 "$OHKAY_RUN/env/$1" 2>/dev/null; }

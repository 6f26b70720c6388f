# psql: a prompt in one of the databases, as the services see it. More arguments go to psql itself.

command_psql() {
    case ${1:-} in
    auth) part=AUTH_DB name=$1 default=ohkay_auth ;;
    dms | dm) part=DM_DB name=dms default=ohkay_dms ;;
    registry) part=REGISTRY_DB name=$1 default=ohkay_server_registry ;;
    server)
        shift
        part=SERVER_DB name=${1:-}
        ;;
    *) part=SERVER_DB name=${1:-} ;;
    esac
    case $name in
    auth | dms | registry | template) ;;
    '' | *[!0-9]*) warn "which database? ./ohkay psql <auth|dms|registry|server ID>"; exit 2 ;;
    esac
    shift
    state_find
    instance_running || die "nothing is running: ./ohkay up first"
    postgres_bin
    host=$(running_setting "${part}_HOST") port=$(running_setting "${part}_PORT")
    if [ "$part" = SERVER_DB ]; then
        prefix=$(running_setting SERVER_DB_PREFIX)
        database=${prefix:-ohkay_server_}$name
    else
        database=$(running_setting "${part}_NAME")
        database=${database:-$default}
    fi
    user=$(running_setting DB_USER)
    PGPASSWORD=$(running_setting DB_PASSWORD) PSQL_HISTORY=/dev/null
    export PGPASSWORD PSQL_HISTORY
    cd / && as_user "$PG_BIN/psql" -h "$host" -p "${port:-5432}" -U "${user:-ohkay_user}" -d "$database" "$@"
}

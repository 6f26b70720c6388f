# Debian packages: find out what is missing and install only that, without starting or touching any service.

# Run a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# packages_of <list ...>: the names in deploy/packages/<list>.txt.
packages_of() {
    for list in "$@"; do sed 's/#.*//' "$OHKAY_ROOT/deploy/packages/$list.txt"; done | tr -s ' \n' '\n' | sed '/^$/d' | sort -u
}

packages_missing() {
    packages_of "$@" >"$STEP_LOG.want"
    # shellcheck disable=SC2046
    dpkg-query -W -f '${Package} ${db:Status-Status}\n' $(cat "$STEP_LOG.want") 2>/dev/null |
        sed -n 's/ installed$//p' | sort -u >"$STEP_LOG.have"
    comm -23 "$STEP_LOG.want" "$STEP_LOG.have"
    rm -f "$STEP_LOG.want" "$STEP_LOG.have"
}

# The script that runs as root. Its arguments are the packages.
packages_script() {
    cat <<'ROOT'
set -u
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
policy=/usr/sbin/policy-rc.d kept=/usr/sbin/policy-rc.d.kept-by-ohkay
new_services=''
for service in lighttpd redis-server; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$service" 2>/dev/null)" = installed ] || new_services="$new_services $service"
done
cleanup() {
    rm -f "$policy"
    [ ! -e "$kept" ] || mv "$kept" "$policy"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
# Packages bring system services; while they are installed nothing may start one.
[ ! -e "$policy" ] || [ -e "$kept" ] || mv "$policy" "$kept"
printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" || exit 1
# A new PostgreSQL must not make a cluster of its own. An existing configuration is the administrator's.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    printf "create_main_cluster = false\ninclude_dir 'createcluster.d'\n" >/etc/postgresql-common/createcluster.conf
fi
apt='apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3'
$apt update || exit 1
$apt install -y --no-install-recommends -o Dpkg::Options::=--force-confold -- "$@" || exit 1
# Nor may those that came with us start at the next boot.
for service in $new_services; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$service" 2>/dev/null)" != installed ] || update-rc.d "$service" disable >/dev/null 2>&1
done
exit 0
ROOT
}

# packages_install <list ...>
packages_install() {
    step_log
    missing=$(packages_missing "$@") || missing=$(packages_of "$@")
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086
    set -- $missing
    command -v apt-get >/dev/null || die "these are missing, and this machine has no apt-get: $*"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "these packages are missing, and there is no sudo. As root: apt-get install --no-install-recommends $*"
        # Ask for the password, if one is needed, before the output is hidden.
        if ! sudo -n true 2>/dev/null; then
            { [ -t 0 ] && sudo -v; } || die "these packages are missing, and sudo wants a password. As root: apt-get install --no-install-recommends $*"
        fi
    fi
    step "Installing $# Debian packages" as_root sh -c "$(packages_script)" sh "$@" || exit 1
}

# Build server and client in the checkout, and install a copy where an instance runs it: services never run from the checkout, so a
# rebuild disturbs nobody, and the user they run as needs no access to it.

# The folder of the programs to run; tests run those of build-san.
case ${OHKAY_BUILD:-build} in /*) BUILD=$OHKAY_BUILD ;; *) BUILD=$OHKAY_ROOT/${OHKAY_BUILD:-build} ;; esac

build_server() {
    # shellcheck disable=SC2086
    step "Building the server" make -C "$OHKAY_ROOT" -j"$(nproc)" ${1:-} || exit 1
}

client_sources() (
    cd -- "$OHKAY_ROOT" || exit 1
    find client docs/*.yaml shared/*.def VERSION \( -name node_modules -o -path client/dist \) -prune -o -type f -print 2>/dev/null |
        LC_ALL=C sort | xargs sha256sum | sha256sum
)

client_build() (
    cd -- "$OHKAY_ROOT/client" && npm run build || exit 1
    find dist -type f \( -name '*.html' -o -name '*.js' -o -name '*.css' -o -name '*.json' -o -name '*.svg' -o -name '*.txt' \
        -o -name '*.webmanifest' \) -size +1k -exec gzip -9kf {} + -exec brotli -q 9 -kf {} + || exit 1
)

build_client() {
    node_modules client
    sources=$(client_sources)
    stamp=$TOOLS/client.built
    if [ "$(cat "$stamp" 2>/dev/null)" != "$sources" ] || [ ! -f "$OHKAY_ROOT/client/dist/index.html" ]; then
        node_install
        mkdir -p "$TOOLS"
        rm -f "$stamp"
        step "Building the client" client_build || exit 1
        client_sources >"$stamp"
    fi
}

# What root builds in somebody's checkout stays theirs.
give_back() {
    keeper=$(stat -c %u "$OHKAY_ROOT")
    [ "$(id -u)" -ne 0 ] || [ "$keeper" -eq 0 ] || for made in .tools build build-san build-fuzz client/dist client/node_modules tests/node_modules; do
        [ ! -e "$OHKAY_ROOT/$made" ] || chown -R -h "$keeper:$(stat -c %g "$OHKAY_ROOT")" "$OHKAY_ROOT/$made"
    done
}

# install_app <folder>: put a complete copy there, in one move.
install_app() {
    new=$1.new
    rm -rf "$new" && mkdir -p "$new/bin" "$new/sql" || return 1
    cp "$BUILD/ohkay-cgi" "$BUILD/ohkay-image" "$BUILD/ohkay-pushd" "$BUILD/ohkay-migrate" "$new/bin/" || return 1
    (cd -- "$OHKAY_ROOT/sql" && find . -name '*.sql' -exec cp --parents {} "$new/sql" \;) || return 1
    cp -R "$OHKAY_ROOT/client/dist" "$new/client" || return 1
    cp -R "$OHKAY_ROOT/lighttpd" "$OHKAY_ROOT/deploy/services" "$new/" || return 1
    chmod -R go-w,a+rX "$new" || return 1
    rm -rf "$1.old"
    [ ! -e "$1" ] || mv "$1" "$1.old" || return 1
    mv "$new" "$1" && rm -rf "$1.old"
}

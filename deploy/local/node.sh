# Node.js for the client's tools and the tests: the machine's own when it is recent enough, else a pinned LTS and npm from the npm
# registry (Debian 12's own is too old), checked against their digests and kept in .tools/ of this checkout.

NODE_LEAST=22.14.0
NODE_VERSION=24.21.0
NODE_SHA512_x64=3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==
NODE_SHA512_arm64=FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==
NPM_VERSION=11.21.2
NPM_SHA512=7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==

TOOLS=$OHKAY_ROOT/.tools

# fetch_package <name> <version> <sha512> <folder>: unpack that tarball of the registry.
fetch_package() {
    registry=${npm_config_registry:-${NPM_CONFIG_REGISTRY:-https://registry.npmjs.org}}
    part=$4.part
    rm -rf "$part" && mkdir -p "$part" || return 1
    curl -fSL --retry 3 --no-progress-meter -o "$part/package.tgz" "${registry%/}/$1/-/$1-$2.tgz" || return 1
    digest=$(openssl dgst -sha512 -binary "$part/package.tgz" | openssl base64 -A)
    if [ "$digest" != "$3" ]; then
        echo "error: $1 $2 is not what it should be: its sha512 is $digest"
        return 1
    fi
    case $1 in node-*) only=package/bin/node ;; *) only=package ;; esac
    tar -xzf "$part/package.tgz" -C "$part" --no-same-owner "$only" || return 1
    rm -rf "$4" && mv "$part/package" "$4" && rm -rf "$part"
}

node_fetch() {
    fetch_package "node-linux-$node_arch" "$NODE_VERSION" "$node_digest" "$TOOLS/node-$NODE_VERSION" || return 1
    fetch_package npm "$NPM_VERSION" "$NPM_SHA512" "$TOOLS/npm-$NPM_VERSION" || return 1
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$TOOLS/node-$NODE_VERSION/bin/node" "$TOOLS/npm-$NPM_VERSION/bin/npm-cli.js" \
        >"$TOOLS/node-$NODE_VERSION/bin/npm" && chmod 755 "$TOOLS/node-$NODE_VERSION/bin/npm"
}

# Put a node and an npm that serve on the PATH.
node_install() {
    [ -n "${NODE_READY:-}" ] && return 0
    # Node brings its own list of authorities; the machine's may know more.
    if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
        export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    fi
    own=$(node -p process.versions.node 2>/dev/null) || own=0
    if ! command -v npm >/dev/null || [ "$(printf '%s\n' "$NODE_LEAST" "$own" | sort -V | head -n 1)" != "$NODE_LEAST" ]; then
        case $(uname -m) in
        x86_64) node_arch=x64 node_digest=$NODE_SHA512_x64 ;;
        aarch64) node_arch=arm64 node_digest=$NODE_SHA512_arm64 ;;
        *) die "Node.js $NODE_LEAST or newer is needed, and for $(uname -m) you must install it yourself" ;;
        esac
        if [ ! -x "$TOOLS/node-$NODE_VERSION/bin/npm" ]; then
            mkdir -p "$TOOLS" || die "cannot write to $TOOLS"
            step "Fetching Node.js $NODE_VERSION" node_fetch || exit 1
        fi
        PATH=$TOOLS/node-$NODE_VERSION/bin:$PATH
        export PATH
    fi
    NODE_READY=1
}

# The dependencies of a folder with a package-lock.json, installed only when the lock file has changed.
npm_ci() (
    cd -- "$1" && npm ci --no-audit --no-fund --ignore-scripts
)
node_modules() {
    folder=$1
    [ -f "$OHKAY_ROOT/$folder/package-lock.json" ] || return 0
    stamp=$OHKAY_ROOT/$folder/node_modules/.ohkay-lock
    want=$(sha256sum <"$OHKAY_ROOT/$folder/package-lock.json")
    [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
    node_install
    step "Fetching what $folder/ depends on" npm_ci "$OHKAY_ROOT/$folder" || exit 1
    printf '%s\n' "$want" >"$stamp"
}

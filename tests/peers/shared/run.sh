# Shared by the scripts `run`, which have set `here`: arguments, the reasons to skip, and a temporary directory.

skip() {
    if [ "${AUTHING_PEERS_REQUIRED:-}" = 1 ]; then
        echo "FAILED: $1, and AUTHING_PEERS_REQUIRED is set" >&2
        exit 1
    fi
    echo "SKIP: $1"
    exit 0
}

# Shows the end of the log of a command that failed, and skips.
skip_with_log() {
    tail -n 5 "$temporary/log" | sed 's/^/    /' >&2
    skip "$1"
}

# The emulator is on this machine, where no proxy of the environment reaches it.
NO_PROXY="127.0.0.1,localhost,${NO_PROXY:-${no_proxy:-}}"
export NO_PROXY no_proxy="$NO_PROXY"

emulator=${1:-${AUTHING_EMULATOR:-}}
if [ -z "$emulator" ]; then
    echo "usage: $0 EMULATOR" >&2
    exit 2
fi

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Installs the Python packages of a file with requirements into a virtual environment, and sets `python`.
python_packages() {
    command -v python3 >/dev/null 2>&1 || skip 'no python3'
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 ||
        skip 'python3 is older than 3.8 or does not run'
    python3 -m venv "$temporary/venv" >"$temporary/log" 2>&1 ||
        skip_with_log 'python3 can not create a virtual environment'
    python=$temporary/venv/bin/python
    "$python" -m pip install --quiet --no-input --disable-pip-version-check --retries 1 --timeout 30 \
        --requirement "$1" >"$temporary/log" 2>&1 ||
        skip_with_log 'pip could not install the SDK'
}

# Installs the Python packages of `requirements.txt`, and runs `check.py`.
run_python() {
    python_packages "$here/requirements.txt"
    # Ignores the user's Python configuration, and writes no bytecode beside the sources.
    "$python" -B -E -s "$here/check.py" "$emulator"
}

# Copies a folder with a `package.json` to `$temporary/node`, where its scripts find the packages that are installed beside
# them. The packages' own scripts are not run.
node_packages() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || skip 'no node or no npm'
    node -e 'process.exit(process.versions.node.split(".")[0] < 18 ? 1 : 0)' >/dev/null 2>&1 ||
        skip 'node is older than 18 or does not run'
    mkdir "$temporary/node"
    cp -R "$1/." "$temporary/node/"
    [ "$1" != "$here" ] || cp "$here"/../shared/*.mjs "$temporary/node/"
    install=install
    [ ! -f "$1/package-lock.json" ] || install=ci
    (cd "$temporary/node" && npm "$install" --ignore-scripts --no-audit --no-fund --fetch-retries 1 --fetch-timeout 30000) \
        >"$temporary/log" 2>&1 || skip_with_log 'npm could not install the SDK'
}

# Installs the npm packages of `package.json`, and runs `check.mjs`.
run_node() {
    node_packages "$here"
    node "$temporary/node/check.mjs" "$emulator"
}

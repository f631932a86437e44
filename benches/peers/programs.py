"""The prerequisites of the measurements: our programs and the official SDKs."""

import collections
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# The names of the clients in the report.
OURS, BARE, PYTHON, JAVASCRIPT = "this client", "reqwest alone", "Python SDK", "JavaScript SDK"

# The official SDKs: the folder in `tests/peers` with the version that is tested, by API and language.
SDKS = {
    ("legacy", PYTHON): "python",
    ("legacy", JAVASCRIPT): "javascript",
    ("v2", PYTHON): "python_v2",
    ("v2", JAVASCRIPT): "javascript_v2",
}

# A program that measures a client, and its version.
Program = collections.namedtuple("Program", "command environment version")

# Everything is on this machine: ignore the user's proxy settings.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def made_ready(temporary, apis):
    """Builds and installs everything. Returns the command of the service, and the programs by API and client."""
    needed()
    release = built()
    peer = str(release / "peer")
    clients = {}
    for api in apis:
        for name, sdk in [(OURS, "ours"), (BARE, "bare")]:
            clients[api, name] = Program([peer, "--sdk", sdk, "--api", api], {}, None)
    for (api, name), folder in SDKS.items():
        if api in apis:
            tell(f"installing the official {name} of the {api} API")
            install = {PYTHON: python_sdk, JAVASCRIPT: javascript_sdk}[name]
            clients[api, name] = install(api, ROOT / "tests" / "peers" / folder, temporary / folder)
    return types.SimpleNamespace(
        temporary=temporary,
        service=[str(release / "fixed_service")],
        clients=clients,
        versions=versions(clients),
    )


def versions(clients):
    languages = [said("cargo", "--version"), f"Python {platform.python_version()}", f"Node.js {said('node', '--version')}"]
    return languages + [program.version for program in clients.values() if program.version]


def needed():
    for tool, whose in [("cargo", "a Rust toolchain"), ("node", "Node.js"), ("npm", "Node.js's package manager")]:
        if shutil.which(tool) is None:
            sys.exit(f"`{tool}` is not installed; it is part of {whose}")
    if sys.version_info < (3, 8):
        sys.exit(f"Python 3.8 is required, but this is {sys.version.split()[0]}")
    node = said("node", "--version")
    # Versions before 19 open a connection for every call.
    if int(node.lstrip("v").split(".")[0]) < 20:
        sys.exit(f"Node.js 20 is required, but {node} is installed")


def built():
    """Builds our programs and returns their folder."""
    tell("building this client")
    run("cargo", "build", "--release", "--package", "authing-benches", "--bins")
    metadata = json.loads(said("cargo", "metadata", "--no-deps", "--format-version", "1"))
    return pathlib.Path(metadata["target_directory"], "release")


def python_sdk(api, tested, folder):
    """Installs the SDK and returns its program."""
    run(sys.executable, "-m", "venv", folder, hint="on Debian, install the package python3-venv")
    python = str(folder / "bin" / "python")
    packages = tested / "requirements.txt"
    run(python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r", packages)
    # Ignore the user's Python configuration, and write no bytecode next to the sources.
    command = [python, "-B", "-E", "-s", str(HERE / "python" / "client.py"), "--api", api]
    version = next(line for line in packages.read_text().splitlines() if line.startswith("authing=="))
    return Program(command, {}, version)


def javascript_sdk(api, tested, folder):
    """Installs the SDK and returns its program."""
    folder.mkdir()
    for file in ["package.json", "package-lock.json"]:
        shutil.copy(tested / file, folder)
    run("npm", "ci", "--prefix", folder, "--ignore-scripts", "--loglevel", "error", "--no-audit", "--no-fund")
    command = ["node", str(HERE / "javascript" / "client.js"), "--api", api]
    version = json.loads((folder / "package.json").read_text())["dependencies"]["authing-js-sdk"]
    return Program(command, {"NODE_PATH": str(folder / "node_modules")}, f"authing-js-sdk@{version}")


def run(*command, hint=None):
    command = [str(word) for word in command]
    # Its output is not part of the report.
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode != 0:
        sys.exit(f"failed: {' '.join(command)}" + (f"\n{hint}" if hint else ""))


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def tell(what):
    print(f"== {what}", file=sys.stderr, flush=True)

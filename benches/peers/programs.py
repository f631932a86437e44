"""The prerequisites of the measurements: our programs and the official SDKs."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The tests use the same version.
PYTHON_SDK = ROOT / "tests" / "peers" / "python" / "requirements.txt"
JAVASCRIPT_SDK = "authing-js-sdk@3.22.3"

# The names of the clients in the report.
OURS, BARE, PYTHON, JAVASCRIPT = "this client", "reqwest alone", "Python SDK", "JavaScript SDK"

# Everything is on this machine: ignore the user's proxy settings.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def made_ready(temporary):
    """Builds and installs everything. Returns the commands of the service and each client, and the versions."""
    needed()
    release = built()
    python = python_sdk(temporary / "python")
    modules = javascript_sdk(temporary / "javascript")
    peer = str(release / "peer")
    return types.SimpleNamespace(
        temporary=temporary,
        service=[str(release / "fixed_service")],
        clients={
            OURS: [peer, "--sdk", "ours"],
            BARE: [peer, "--sdk", "bare"],
            # Ignore the user's Python configuration, and write no bytecode next to the sources.
            PYTHON: [python, "-B", "-E", "-s", str(HERE / "python" / "client.py")],
            JAVASCRIPT: ["node", str(HERE / "javascript" / "client.js")],
        },
        environment={**ENVIRONMENT, "NODE_PATH": str(modules)},
        versions=[said("cargo", "--version"), said(python, "--version"), f"Node.js {said('node', '--version')}"],
    )


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


def python_sdk(folder):
    """Installs the SDK and returns the path of its Python."""
    tell("installing the official Python SDK")
    run(sys.executable, "-m", "venv", folder, hint="on Debian, install the package python3-venv")
    python = str(folder / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r", PYTHON_SDK)
    return python


def javascript_sdk(folder):
    """Installs the SDK and returns its folder for Node.js."""
    tell("installing the official JavaScript SDK")
    # The SDK bundles its dependencies, so their versions need not be pinned.
    quietly = ["--loglevel", "error", "--no-audit", "--no-fund"]
    run("npm", "install", "--prefix", folder, "--ignore-scripts", *quietly, JAVASCRIPT_SDK)
    return folder / "node_modules"


def run(*command, hint=None):
    command = [str(word) for word in command]
    # Its output is not part of the report.
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode != 0:
        sys.exit(f"failed: {' '.join(command)}" + (f"\n{hint}" if hint else ""))


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def tell(what):
    print(f"== {what}", file=sys.stderr, flush=True)

"""What has to be there before anything can be measured: our programs, and the official SDKs."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The tests drive the same one.
PYTHON_SDK = ROOT / "tests" / "peers" / "python" / "requirements.txt"
JAVASCRIPT_SDK = "authing-js-sdk@3.22.3"

# The clients, as the report calls them.
OURS, BARE, PYTHON, JAVASCRIPT = "this client", "reqwest alone", "Python SDK", "JavaScript SDK"

# All is on this machine: no proxy is to be asked, whatever the user has set.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def made_ready(temporary):
    """Builds and installs everything. Gives how to start the service and each client, and the versions."""
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
            # Nothing of the user's own Python set-up, and no bytecode beside the sources.
            PYTHON: [python, "-B", "-E", "-s", str(HERE / "python" / "client.py")],
            JAVASCRIPT: ["node", str(HERE / "javascript" / "client.js")],
        },
        environment={**ENVIRONMENT, "NODE_PATH": str(modules)},
        versions=[said("cargo", "--version"), said(python, "--version"), f"Node.js {said('node', '--version')}"],
    )


def needed():
    for tool, whose in [("cargo", "a Rust toolchain"), ("node", "Node.js"), ("npm", "Node.js's package manager")]:
        if shutil.which(tool) is None:
            sys.exit(f"there is no `{tool}`: this needs {whose}")
    if sys.version_info < (3, 8):
        sys.exit(f"this needs Python 3.8, and is run by {sys.version.split()[0]}")
    node = said("node", "--version")
    # Those before 19 open a connection for every call.
    if int(node.lstrip("v").split(".")[0]) < 20:
        sys.exit(f"this needs Node.js 20, and there is {node}")


def built():
    """The folder of our programs."""
    tell("building this client")
    run("cargo", "build", "--release", "--package", "authing-benches", "--bins")
    metadata = json.loads(said("cargo", "metadata", "--no-deps", "--format-version", "1"))
    return pathlib.Path(metadata["target_directory"], "release")


def python_sdk(folder):
    """The Python that has the SDK."""
    tell("installing the official Python SDK")
    run(sys.executable, "-m", "venv", folder, hint="Debian has it in the package python3-venv")
    python = str(folder / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r", PYTHON_SDK)
    return python


def javascript_sdk(folder):
    """The folder that Node.js finds the SDK in."""
    tell("installing the official JavaScript SDK")
    # It brings its dependencies in its own file, so that no other version needs to be said.
    quietly = ["--loglevel", "error", "--no-audit", "--no-fund"]
    run("npm", "install", "--prefix", folder, "--ignore-scripts", *quietly, JAVASCRIPT_SDK)
    return folder / "node_modules"


def run(*command, hint=None):
    command = [str(word) for word in command]
    # What it says is no part of the report.
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode != 0:
        sys.exit(f"failed: {' '.join(command)}" + (f"\n{hint}" if hint else ""))


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def tell(what):
    print(f"== {what}", file=sys.stderr, flush=True)

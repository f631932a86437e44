"""Starts the emulator as the compose file does, and runs the two services."""

import json
import os
import subprocess
import sys
from pathlib import Path

EMULATOR, EXAMPLE, NODE = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])


def deployment(host):
    """Returns the environment that the compose file gives the services, with this host."""
    seed = json.loads((EXAMPLE / "seed.json").read_text())
    pool, [app] = seed["pool"], seed["apps"]
    variables = {"AUTHING_APP_ID": app["id"], "AUTHING_USER_POOL_ID": pool["id"], "AUTHING_SECRET": pool["secret"]}
    compose = (EXAMPLE / "compose.yaml").read_text()
    for name, value in variables.items():
        assert f"{name}: {value}\n" in compose, f"compose.yaml and seed.json differ in {name}"
    return {**os.environ, **variables, "AUTHING_HOST": host}


def main():
    emulator = subprocess.Popen([EMULATOR, "--seed", EXAMPLE / "seed.json"], stdout=subprocess.PIPE, text=True,
                                env={**os.environ, "RUST_LOG": "warn"})
    try:
        environment = deployment(json.loads(emulator.stdout.readline())["host"])
        for command, said in [
            ([sys.executable, "-B", EXAMPLE / "python/main.py"], "Python: ada has logged in, with the roles ['customer']"),
            (["node", NODE / "main.mjs"], "Node.js: ada has logged in, with the roles customer"),
        ]:
            output = subprocess.run(command, env=environment, text=True, check=True, stdout=subprocess.PIPE).stdout
            print(output, end="")
            assert said in output, f"not found: {said}"
    finally:
        emulator.kill()
        emulator.wait()


main()

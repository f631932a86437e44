"""The measurements: every client in every setting, in turns."""

import collections
import contextlib
import itertools
import json
import os
import subprocess
import sys

from programs import tell
from service import Service

# Seconds, for one client in one setting.
PATIENCE = 300

Setting = collections.namedtuple("Setting", "transport call in_flight")
SETTINGS = [Setting(*each) for each in itertools.product(["plain", "TLS"], ["user", "login"], [1, 64])]

# What one measurement came to: calls a second, seconds of processor a call, microseconds, bytes, and the share of the time
# that the service was at work. Connections and requests are those of the whole process, what warmed it up included.
Sample = collections.namedtuple("Sample", "rate processor p50 p99 connections requests memory busy")


def measure(programs, options):
    """Gives the samples by setting and client, one for each round."""
    authority = str(programs.temporary / "authority.pem")
    with contextlib.ExitStack() as running:
        start = running.enter_context
        services = {
            "plain": start(Service(programs.service, options.service_on)),
            "TLS": start(Service(programs.service, options.service_on, authority)),
        }
        pairs = list(itertools.product(SETTINGS, programs.clients))

        def sample(pair, calls):
            setting, client = pair
            return run(programs, client, services[setting.transport], setting, calls, options.clients_on)

        calls = {}
        tell("finding out how many calls each makes")
        for pair in pairs:
            # Some are slow at first.
            few = sample(pair, 200).rate * options.seconds / 4
            calls[pair] = int(sample(pair, few).rate * options.seconds)

        samples = collections.defaultdict(list)
        for number in range(options.rounds):
            tell(f"round {number + 1} of {options.rounds}")
            for setting in SETTINGS:
                # Nobody is always the first.
                clients = collections.deque(programs.clients)
                clients.rotate(-number)
                for client in clients:
                    pair = setting, client
                    samples[pair].append(sample(pair, calls[pair]))
        return samples


def run(programs, client, service, setting, calls, processors):
    """One measurement, in a process of its own."""
    calls = max(int(calls), 4 * setting.in_flight)
    command = programs.clients[client] + [
        "--service", service.line,
        "--call", setting.call,
        "--in-flight", str(setting.in_flight),
        "--warm-up", str(calls // 4),
        "--calls", str(calls),
    ]
    environment = programs.environment
    if service.authority:
        command += ["--authority", service.authority]
        environment = {**environment, "NODE_EXTRA_CA_CERTS": service.authority}
    worked, before = service.processor_seconds(), service.counts()
    try:
        program = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            preexec_fn=lambda: os.sched_setaffinity(0, processors),
        )
    except subprocess.TimeoutExpired:
        sys.exit(f"{client}: not done after {PATIENCE} seconds, {setting}")
    if program.returncode != 0:
        sys.exit(f"{client}: failed, {setting}")
    worked, after = service.processor_seconds() - worked, service.counts()
    # One was the question.
    connections = after.connections - before.connections - 1
    requests = after.requests - before.requests
    taken = json.loads(program.stdout)
    if taken["email"] != service.ready["email"]:
        sys.exit(f"{client}: got the user {taken['email']!r} and not {service.ready['email']!r}, {setting}")
    if requests < taken["calls"]:
        sys.exit(f"{client}: the service has seen {requests} calls and not {taken['calls']}, {setting}")
    rate = taken["calls"] / taken["seconds"]
    return Sample(
        rate=rate,
        processor=taken["processorSeconds"] / taken["calls"],
        p50=taken["p50Microseconds"],
        p99=taken["p99Microseconds"],
        connections=connections,
        requests=requests,
        memory=taken["peakMemoryKib"] * 1024,
        busy=worked / requests * rate,
    )

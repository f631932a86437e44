"""The measurements: every client in every setting, alternately."""

import collections
import contextlib
import itertools
import json
import os
import subprocess
import sys

from programs import ENVIRONMENT, tell
from service import Service

# The timeout for one client in one setting, in seconds.
PATIENCE = 300

Setting = collections.namedtuple("Setting", "transport api call in_flight")
TRANSPORTS, APIS, CALLS, IN_FLIGHT = ["plain", "TLS"], ["legacy", "v2"], ["user", "login"], [1, 64]

# The result of a measurement: calls per second, CPU seconds per call, microseconds, bytes, and the share of the time in which
# the service was busy. Connections and calls are totals of the process, including the warm-up.
Sample = collections.namedtuple("Sample", "rate processor p50 p99 connections calls memory busy")


def measure(programs, options):
    """Returns the samples by setting and client, one per round."""
    authority = str(programs.temporary / "authority.pem")
    with contextlib.ExitStack() as running:
        start = running.enter_context
        services = {
            "plain": start(Service(programs.service, options.service_on)),
            "TLS": start(Service(programs.service, options.service_on, authority)),
        }
        settings = [Setting(*each) for each in itertools.product(TRANSPORTS, options.apis, CALLS, IN_FLIGHT)]
        pairs = [(setting, client) for setting in settings for api, client in programs.clients if api == setting.api]

        def sample(pair, calls):
            setting, client = pair
            return run(programs, client, services[setting.transport], setting, calls, options.clients_on)

        calls = {}
        tell("calibrating the number of calls")
        for pair in pairs:
            # Some clients are slow at first.
            few = sample(pair, 50).rate * options.seconds / 4
            calls[pair] = int(sample(pair, few).rate * options.seconds)

        samples = collections.defaultdict(list)
        for number in range(options.rounds):
            tell(f"round {number + 1} of {options.rounds}")
            for setting in settings:
                # Rotate the order.
                clients = collections.deque(client for where, client in pairs if where == setting)
                clients.rotate(-number)
                for client in clients:
                    pair = setting, client
                    samples[pair].append(sample(pair, calls[pair]))
        return samples


def run(programs, client, service, setting, calls, processors):
    """Makes one measurement in a separate process."""
    calls = max(int(calls), setting.in_flight)
    warm_up = calls // 4
    program = programs.clients[setting.api, client]
    command = program.command + [
        "--service", service.line,
        "--call", setting.call,
        "--in-flight", str(setting.in_flight),
        "--warm-up", str(warm_up),
        "--calls", str(calls),
    ]
    environment = {**ENVIRONMENT, **program.environment}
    if service.authority:
        command += ["--authority", service.authority]
        environment |= {name: service.authority for name in ("NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE")}
    worked, before = service.processor_seconds(), service.counts()
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            preexec_fn=lambda: os.sched_setaffinity(0, processors),
        )
    except subprocess.TimeoutExpired:
        sys.exit(f"{client}: timed out after {PATIENCE} seconds, {setting}")
    if done.returncode != 0:
        sys.exit(f"{client}: failed, {setting}")
    worked, after = service.processor_seconds() - worked, service.counts()
    # One connection was the query of the counts.
    connections = after.connections - before.connections - 1
    requests = after.requests - before.requests
    taken = json.loads(done.stdout)
    if taken["email"] != service.ready["email"]:
        sys.exit(f"{client}: got the user {taken['email']!r} instead of {service.ready['email']!r}, {setting}")
    if requests < taken["calls"]:
        sys.exit(f"{client}: the service received {requests} calls instead of {taken['calls']}, {setting}")
    rate = taken["calls"] / taken["seconds"]
    made = taken["calls"] + warm_up
    return Sample(
        rate=rate,
        processor=taken["processorSeconds"] / taken["calls"],
        p50=taken["p50Microseconds"],
        p99=taken["p99Microseconds"],
        connections=connections,
        calls=made,
        memory=taken["peakMemoryKib"] * 1024,
        busy=worked / made * rate,
    )

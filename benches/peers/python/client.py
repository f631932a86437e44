"""One measurement of an official Python SDK: makes calls and prints their cost as one line of JSON.

It has the options and the output of `benches/src/bin/peer.rs`.
"""

import argparse
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service", type=json.loads, required=True, help="the line that fixed_service printed")
    # The legacy SDK does not verify certificates; that of v2 reads REQUESTS_CA_BUNDLE.
    parser.add_argument("--authority", help="ignored")
    parser.add_argument("--api", choices=APIS, required=True)
    parser.add_argument("--call", choices=["user", "login"], required=True)
    parser.add_argument("--in-flight", type=int, default=1, help="the number of calls in flight, each in a thread")
    parser.add_argument("--warm-up", type=int, default=100, help="the number of warm-up calls")
    parser.add_argument("--calls", type=int, default=1000)
    return parser.parse_args()


def legacy(service):
    """Returns the calls of the legacy API."""
    import authing

    url = service["url"] + "/graphql"
    sdk = authing.Authing(service["userPoolId"], service["secret"], {"users": url, "oauth": url})
    return {
        "user": lambda: sdk.user({"id": service["userId"]}),
        "login": lambda: sdk.login(email=service["email"], password=service["password"]),
    }


def v2(service):
    """Returns the calls of the v2 API."""
    from authing.v2 import authentication, management

    host = service["url"]
    users = management.ManagementClient(management.ManagementClientOptions(
        user_pool_id=service["userPoolId"], secret=service["secret"], host=host,
    )).users
    app = authentication.AuthenticationClient(authentication.AuthenticationClientOptions(
        app_id=service["appId"], app_host=host,
    ))
    return {
        "user": lambda: users.find(email=service["email"]),
        "login": lambda: app.login_by_email(service["email"], service["password"]),
    }


APIS = {"legacy": legacy, "v2": v2}


def take(calls, in_flight, call):
    """Makes calls, with a fixed number in flight. Returns the latency of each, in nanoseconds."""

    def worker(count):
        latencies = []
        for _ in range(count):
            start = time.perf_counter_ns()
            response = call()
            latencies.append(time.perf_counter_ns() - start)
            # The legacy SDK returns errors like users.
            if "email" not in response:
                raise SystemExit(f"expected a user, got {response}")
        return latencies

    with ThreadPoolExecutor(in_flight) as threads:
        each = threads.map(worker, [-(-calls // in_flight)] * in_flight)
        return sorted(latency for latencies in each for latency in latencies)


def peak_memory():
    with open("/proc/self/status") as status:
        return int(re.search(r"^VmHWM:\s+(\d+) kB$", status.read(), re.MULTILINE)[1])


def main():
    given = options()
    call = APIS[given.api](given.service)[given.call]
    user = call()
    take(given.warm_up, given.in_flight, call)

    processor, start = time.process_time(), time.perf_counter()
    latencies = take(given.calls, given.in_flight, call)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    line = {
        "email": user["email"],
        "calls": len(latencies),
        "seconds": seconds,
        "processorSeconds": processor,
        "p50Microseconds": latencies[round((len(latencies) - 1) * 0.5)] / 1000,
        "p99Microseconds": latencies[round((len(latencies) - 1) * 0.99)] / 1000,
        "peakMemoryKib": peak_memory(),
    }
    print(json.dumps(line))


main()

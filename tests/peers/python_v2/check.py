"""Calls every public method of the official Python SDK of the v2 API against the emulator, and checks each result.

    python check.py EMULATOR          (`run`, beside this, installs the SDK first)

For each method it prints one line:

    PASS name               the results and the errors have the documented shape
    FAIL name: why          they have not
    BROKEN name: why        the method fails whatever the response, because of a bug of the SDK. The check has seen it
                            fail for this reason, and where possible succeed with only this bug patched
    NOT YET name: endpoint  the method needs an endpoint that the emulator does not have; `not_yet.py` lists them

and at the end `N passed, N failed, N broken by the SDK itself, N not yet in the emulator`. It fails if a method failed,
was not checked, or is listed in `not_yet.py` although its endpoint is there.
"""

import contextlib
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "shared"))

from harness import CHECKS, Report, main

from context import AuthenticationClient, Context, ManagementClient
from not_yet import calls
import checks  # noqa: F401  It registers them.


def methods(management):
    """Lists the public methods of both clients and their parts."""
    def public(names):
        return [name for name in names if not name.startswith("_")]
    yield from public(vars(AuthenticationClient))
    yield from (f"management.{name}" for name in public(vars(ManagementClient)))
    for part, client in public_parts(management):
        yield from (f"{part}.{name}" for name in public(vars(type(client))))


def public_parts(management):
    # The two that send requests are the SDK's own; the methods above use them.
    internal = ["options", "graphqlClient", "restClient"]
    parts = vars(management).items()
    return [(name, part) for name, part in parts if not name.startswith("_") and name not in internal]


def why(context, error):
    """Returns the reason of a failed check. For API errors with a string message, the SDK raises a TypeError."""
    if isinstance(error, AssertionError) and str(error):
        return str(error)
    if isinstance(error, TypeError):
        with contextlib.suppress(Exception):
            return f"GraphQL error: {context.wire.graphql_error()}"
    return f"{error!r} after {context.wire.last.request.method} {context.wire.last.path}"


def lacks(context, report, name, endpoint, call):
    """Expects a call to fail because the emulator lacks the endpoint."""
    with contextlib.suppress(Exception):
        call()
    if context.wire.missed(endpoint):
        return True
    last = context.wire.last
    report.add("FAIL", name, f"{endpoint} was not missing, but {last.request.method} {last.path} was answered with "
                             f"{last.response.status_code}: check it, and remove it from not_yet.py")
    return False


def run(emulator):
    start, context, report = time.monotonic(), Context(emulator), Report()
    for name, broken, function in CHECKS:
        try:
            function(context)
        except Exception as error:
            report.add("FAIL", name, why(context, error))
        else:
            report.add("BROKEN" if broken else "PASS", name, broken)
    for name, endpoint, call in calls(context):
        if lacks(context, report, name, endpoint, call):
            report.add("NOT YET", name, endpoint)
    print(f"{context.wire.summary()}; {time.monotonic() - start:.1f} s in all")
    return report.end(methods(context.management))


if __name__ == "__main__":
    main(run)

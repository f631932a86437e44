"""Calls every method of the official Python SDK 1.1.0 against the emulator, and checks the results.

    python check.py EMULATOR          (`run`, beside this, installs the SDK first)

The SDK has a method for each document of a list. For each method this prints one line:

    PASS name              it was called, and the results have the documented shape
    FAIL name: why         they have not
    BROKEN name: why       the method fails whatever the response, because of a bug of the SDK; the check has seen it fail
    NOT YET name: field    the emulator does not serve its root field; `not_served.py` has the reasons

and at the end the totals. It fails if a method failed, was not called, or is listed in `not_served.py` although the emulator
serves it.
"""

import importlib
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "shared"))

from authing.graphql import QUERY

import not_served
from context import Context
from harness import CHECKS, Report, main

for file in sorted((Path(__file__).parent / "checks").glob("*.py")):
    importlib.import_module(f"checks.{file.stem}")


def why(error):
    return str(error) if isinstance(error, AssertionError) and str(error) else repr(error)


def run(emulator):
    context, report = Context(emulator), Report()
    for names, broken, function in CHECKS:
        context.called.clear()
        try:
            function(context)
        except Exception as error:
            for name in names:
                report.add("FAIL", name, why(error))
            continue
        for name in names:
            if name in context.called:
                report.add("BROKEN" if broken else "PASS", name, broken)
            else:
                report.add("FAIL", name, "the check did not call it")
    not_served.check(context, report)
    return report.end([*QUERY, "sendPhoneCode", "resetPasswordByPhoneCode"])


if __name__ == "__main__":
    main(run)

"""Shared by the checks of all Python SDKs: the emulator's process, comparison of shapes, and the report."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

# The emulator runs on this machine: no proxy.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"

# Seconds. The SDKs themselves have no timeout.
TIMEOUT = 30

CHECKS = []


def check(name, broken=None):
    """Registers a check of the method `name`; `broken` describes the SDK's bug, if it has one."""
    def register(function):
        CHECKS.append((name, broken, function))
        return function
    return register


class Emulator:
    """The emulator's process, and the JSON line that it prints when it is ready."""

    def __init__(self, program):
        environment = {"RUST_LOG": "warn", **os.environ}
        try:
            self.process = subprocess.Popen(
                [program], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
            )
        except OSError as error:
            raise SystemExit(f"{program} can't be started: {error}")
        guard = threading.Timer(TIMEOUT, self.process.kill)
        guard.start()
        line = self.process.stdout.readline()
        guard.cancel()
        try:
            self.ready = json.loads(line)
        except ValueError:
            self.stop()
            raise SystemExit(f"{program} did not print a line of JSON, but {line!r}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def __getitem__(self, name):
        return self.ready[name]

    def set_up(self, what, options):
        """Creates something in the emulator that needs an operator."""
        request = urllib.request.Request(
            urllib.parse.urljoin(self["messages"], f"operator/{what}"),
            json.dumps(options).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            return json.load(response)

    def message(self, to, purpose=None):
        """Returns the newest message to this phone number or email, for this purpose if one is given."""
        with urllib.request.urlopen(self["messages"], timeout=TIMEOUT) as response:
            sent = json.load(response)
        found = [each for each in sent if each["to"] == to and purpose in [None, each["purpose"]]]
        assert found, f"no message to {to} for {purpose or 'anything'} in {sent}"
        return found[-1]


def raises(kind, call):
    """Expects `call` to raise an exception of this type, and returns it."""
    try:
        result = call()
    except (KeyboardInterrupt, SystemExit):
        raise
    # One of the SDK's exceptions is not derived from Exception.
    except BaseException as error:
        if type(error) is kind:
            return error
        raise AssertionError(f"raised {error!r}, not {kind.__name__}") from error
    raise AssertionError(f"raised nothing, but returned {result!r}")


class Maybe:
    """None, or a value of this shape."""

    def __init__(self, shape):
        self.shape = shape


def expect(value, shape, where="the result"):
    """Compares a value with a shape.

    A type matches its values, a pattern the strings that it matches, a dict a dict with exactly these members, a list
    a list whose entries all have the shape of its only entry, and `object` anything; other values match themselves.
    """
    if isinstance(shape, Maybe):
        if value is not None:
            expect(value, shape.shape, where)
    elif shape is object:
        pass
    elif isinstance(shape, type):
        assert type(value) is shape, f"{where} is {value!r}, not of type {shape.__name__}"
    elif isinstance(shape, re.Pattern):
        matches = isinstance(value, str) and shape.fullmatch(value)
        assert matches, f"{where} is {value!r}, which does not match {shape.pattern}"
    elif isinstance(shape, dict):
        assert isinstance(value, dict), f"{where} is {value!r}, not a dict"
        differing = sorted(set(value) ^ set(shape))
        assert not differing, f"{where} has or lacks {differing}: {value!r}"
        for name, inner in shape.items():
            expect(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{where} is {value!r}, not a list"
        for index, entry in enumerate(value):
            expect(entry, shape[0], f"{where}[{index}]")
    else:
        same = type(value) is type(shape) and value == shape
        assert same, f"{where} is {value!r}, not {shape!r}"


def includes(value, /, **members):
    """Compares some members of a dict with their shapes. Returns the dict."""
    assert isinstance(value, dict), f"{value!r} is not a dict"
    for name, shape in members.items():
        assert name in value, f"the result lacks {name}: {value!r}"
        expect(value[name], shape, f"the result's {name}")
    return value


class Report:
    """Prints one line per method, and the totals."""

    def __init__(self):
        self.counts = {"PASS": 0, "FAIL": 0, "BROKEN": 0, "NOT YET": 0}
        self.names = set()

    def add(self, verdict, name, why=None):
        self.counts[verdict] += 1
        self.names.add(name)
        print(f"{verdict} {name}: {why}" if why else f"{verdict} {name}", flush=True)

    def end(self, methods):
        """Prints the totals. Fails for methods that failed or that were not checked."""
        for name in methods:
            if name not in self.names:
                self.add("FAIL", name, "not checked")
        counts = self.counts
        totals = f"{counts['PASS']} passed, {counts['FAIL']} failed, {counts['BROKEN']} broken by the SDK itself"
        print(f"{totals}, {counts['NOT YET']} not yet in the emulator" if counts["NOT YET"] else totals)
        return 1 if counts["FAIL"] else 0


def main(run):
    """Runs the checks against the emulator that the command line names. `run` gets its process."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: check.py EMULATOR")
    # Exit through `finally` below, which stops the emulator.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    emulator = Emulator(sys.argv[1])
    try:
        sys.exit(run(emulator))
    finally:
        emulator.stop()

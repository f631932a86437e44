"""The emulator's process, the SDK's traffic, comparison of shapes, and the report."""

import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request

# Seconds. The SDK itself has no timeout.
TIMEOUT = 30


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

    def message(self, to, purpose):
        """Returns the newest message to this phone number or email for this purpose."""
        with urllib.request.urlopen(self["messages"], timeout=TIMEOUT) as response:
            sent = json.load(response)
        found = [each for each in sent if each["to"] == to and each["purpose"] == purpose]
        assert found, f"no message to {to} for {purpose} in {sent}"
        return found[-1]


class Wire:
    """Records all requests of the SDK, and sends them with a timeout.

    It replaces `urllib.request.urlopen`, with which the SDK opens every URL.
    """

    def __init__(self):
        self.requests = []
        self.open = urllib.request.urlopen

    def listen(self):
        urllib.request.urlopen = self

    def __call__(self, request, **options):
        self.requests.append(request)
        return self.open(request, **{**options, "timeout": TIMEOUT})

    def token(self):
        """Returns the token of the last request."""
        return self.requests[-1].get_header("Authorization").partition("Bearer ")[2]

    def graphql_error(self):
        """Sends the last request again. Returns the message of its GraphQL validation error."""
        try:
            with self.open(self.requests[-1], timeout=TIMEOUT) as response:
                body = json.load(response)
        except urllib.error.HTTPError as error:
            body = json.load(error)
        assert body.get("errors"), f"accepted: {body}"
        message = body["errors"][0]["message"]
        assert isinstance(message, str), f"not a GraphQL validation error: {message}"
        return message


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


class Report:
    """Prints one line per method, and the totals."""

    def __init__(self):
        self.counts = {"PASS": 0, "FAIL": 0, "BROKEN": 0}
        self.names = set()

    def add(self, verdict, name, why=None):
        self.counts[verdict] += 1
        self.names.add(name)
        print(f"{verdict} {name}: {why}" if why else f"{verdict} {name}", flush=True)

    def end(self):
        counts = self.counts
        print(f"{counts['PASS']} passed, {counts['FAIL']} failed, {counts['BROKEN']} broken by the SDK itself")
        return 1 if counts["FAIL"] else 0

"""What the checks are made of: the emulator, the SDK's traffic, what answers should look like, and the report."""

import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request

# Seconds. The SDK itself waits for ever.
PATIENCE = 30


class Emulator:
    """The emulator as a process of its own, and the line that it prints when it is ready."""

    def __init__(self, program):
        environment = {"RUST_LOG": "warn", **os.environ}
        try:
            self.process = subprocess.Popen(
                [program], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
            )
        except OSError as error:
            raise SystemExit(f"{program} can't be started: {error}")
        guard = threading.Timer(PATIENCE, self.process.kill)
        guard.start()
        line = self.process.stdout.readline()
        guard.cancel()
        try:
            self.ready = json.loads(line)
        except ValueError:
            self.stop()
            raise SystemExit(f"{program} printed no line of JSON, but {line!r}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def __getitem__(self, name):
        return self.ready[name]

    def set_up(self, what, options):
        """Has the emulator set something up that users can't, as an operator would."""
        request = urllib.request.Request(
            urllib.parse.urljoin(self["messages"], f"operator/{what}"),
            json.dumps(options).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def message(self, to, purpose):
        """The newest message to that phone or mailbox for that purpose."""
        with urllib.request.urlopen(self["messages"], timeout=PATIENCE) as answer:
            sent = json.load(answer)
        found = [each for each in sent if each["to"] == to and each["purpose"] == purpose]
        assert found, f"no message to {to} for {purpose} in {sent}"
        return found[-1]


class Wire:
    """Where all that the SDK sends passes through: kept to be looked at, and waited for no longer than PATIENCE.

    The SDK opens every address through `urllib.request.urlopen`, so that is what this stands in for.
    """

    def __init__(self):
        self.requests = []
        self.open = urllib.request.urlopen

    def listen(self):
        urllib.request.urlopen = self

    def __call__(self, request, **options):
        self.requests.append(request)
        return self.open(request, **{**options, "timeout": PATIENCE})

    def token(self):
        """The token that went with the last request."""
        return self.requests[-1].get_header("Authorization").partition("Bearer ")[2]

    def refusal(self):
        """Sends the last request once more, and gives the text with which GraphQL's own rules refuse it."""
        try:
            with self.open(self.requests[-1], timeout=PATIENCE) as answer:
                body = json.load(answer)
        except urllib.error.HTTPError as error:
            body = json.load(error)
        assert body.get("errors"), f"accepted: {body}"
        message = body["errors"][0]["message"]
        assert isinstance(message, str), f"refused by the service, not by GraphQL's rules: {message}"
        return message


def raises(kind, call):
    """The exception of that kind which `call` ends with."""
    try:
        answer = call()
    except (KeyboardInterrupt, SystemExit):
        raise
    # One of the SDK's own is no Exception.
    except BaseException as error:
        if type(error) is kind:
            return error
        raise AssertionError(f"raised {error!r}, not {kind.__name__}") from error
    raise AssertionError(f"raised nothing, but gave {answer!r}")


class Maybe:
    """None, or something of that shape."""

    def __init__(self, shape):
        self.shape = shape


def expect(value, shape, where="the answer"):
    """Compares a value with a shape.

    A type stands for its values, a pattern for the strings that it matches, a dict for one with these members and no
    others, a list for a list whose every entry has the one shape in it, `object` for anything; all else for itself.
    """
    if isinstance(shape, Maybe):
        if value is not None:
            expect(value, shape.shape, where)
    elif shape is object:
        pass
    elif isinstance(shape, type):
        assert type(value) is shape, f"{where} is {value!r}, no {shape.__name__}"
    elif isinstance(shape, re.Pattern):
        matches = isinstance(value, str) and shape.fullmatch(value)
        assert matches, f"{where} is {value!r}, not like {shape.pattern}"
    elif isinstance(shape, dict):
        assert isinstance(value, dict), f"{where} is {value!r}, no object"
        differing = sorted(set(value) ^ set(shape))
        assert not differing, f"{where} has or lacks {differing}: {value!r}"
        for name, inner in shape.items():
            expect(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{where} is {value!r}, no list"
        for index, entry in enumerate(value):
            expect(entry, shape[0], f"{where}[{index}]")
    else:
        same = type(value) is type(shape) and value == shape
        assert same, f"{where} is {value!r}, not {shape!r}"


class Report:
    """One line for each method, and their number at the end."""

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

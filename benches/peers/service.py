"""The service with fixed responses, in a separate process."""

import collections
import json
import os
import ssl
import subprocess
import sys
import urllib.request

# Seconds.
PATIENCE = 30

Counts = collections.namedtuple("Counts", "connections requests")


class Service:
    """A context manager that runs the service on some processors, over TLS if there is a file for the authority's certificate."""

    def __init__(self, command, processors, authority=None):
        self.command = command + (["--tls", authority] if authority else [])
        self.processors = processors
        self.authority = authority

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, self.processors),
        )
        # Everything that a client needs.
        self.line = self.process.stdout.readline().strip()
        if not self.line:
            self.__exit__()
            sys.exit("the service did not start")
        self.ready = json.loads(self.line)
        trusted = ssl.create_default_context(cafile=self.authority)
        # No proxy.
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted)
        )
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def counts(self):
        """Returns the numbers of connections and requests. This query counts as a connection, but not as a request."""
        with self.opener.open(self.ready["url"] + "/", timeout=PATIENCE) as response:
            return Counts(**json.load(response))

    def processor_seconds(self):
        """Returns its CPU time so far."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            # The second field, the name in parentheses, can contain spaces.
            fields = file.read().rpartition(")")[2].split()
        user, system = int(fields[11]), int(fields[12])
        return (user + system) / os.sysconf("SC_CLK_TCK")

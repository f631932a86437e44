"""The traffic of the SDK."""

import json
import re
import time

import requests

from harness import TIMEOUT


class Exchange:
    """A request of the SDK, and its response."""

    def __init__(self, request, response, seconds):
        self.request, self.response, self.seconds = request, response, seconds
        self.path = request.path_url.partition("?")[0]
        # Forms are text, JSON is bytes.
        self.is_introspection = "IntrospectionQuery" in str(request.body)

    @property
    def token(self):
        return self.request.headers.get("authorization", "").partition("Bearer ")[2]


class Wire:
    """Records all exchanges, and sends requests with a timeout.

    It replaces `requests.Session.send`, by which the SDK sends every request.
    """

    def __init__(self):
        self.exchanges = []
        send = requests.Session.send

        def recording(session, request, **options):
            start = time.perf_counter()
            response = send(session, request, **{**options, "timeout": TIMEOUT})
            self.exchanges.append(Exchange(request, response, time.perf_counter() - start))
            return response

        requests.Session.send = recording

    @property
    def last(self):
        return self.exchanges[-1]

    def missed(self, endpoint):
        """Says whether the last request was for this method and path, and the server has no such endpoint."""
        method, path = endpoint.split()
        last = self.last
        asked = last.request.method == method and re.fullmatch(path.replace("{}", "[^/]+"), last.path)
        return asked and last.response.status_code in [404, 405]

    def graphql_error(self):
        """Returns the message of the last response's GraphQL validation error."""
        body = json.loads(self.last.response.text)
        assert body.get("errors"), f"accepted: {body}"
        message = body["errors"][0]["message"]
        assert isinstance(message, str), f"not a GraphQL validation error: {message}"
        return message

    def error_data(self):
        """Returns the data of the last response's error, which the SDK drops."""
        return json.loads(self.last.response.text)["errors"][0]["message"]["data"]

    def summary(self):
        """Describes how many requests there were, and how long the introspections took."""
        seconds = sorted(each.seconds for each in self.exchanges if each.is_introspection)
        return (f"{len(self.exchanges)} requests, of which {len(seconds)} introspections in {sum(seconds):.1f} s, "
                f"the median in {1000 * seconds[len(seconds) // 2]:.0f} ms")

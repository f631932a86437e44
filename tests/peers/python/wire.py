"""The traffic of the legacy SDK."""

import json
import urllib.error
import urllib.request

from harness import TIMEOUT


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

"""The shapes of the service's responses."""

import re

from harness import Maybe
from tokens import ID, TOKEN

FIFTEEN_DAYS = 15 * 24 * 3600

# GraphQL and REST write dates differently.
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|\.000Z)")
DONE = {"code": 200, "message": str}
TEXT = Maybe(str)
CODE = re.compile("[0-9]{4}")

# What every response about a user has, whatever was asked for.
USER = {
    "id": ID, "arn": re.compile("arn:cn:authing:[0-9a-f]{24}:user:[0-9a-f]{24}"), "userPoolId": ID, "status": str,
    "emailVerified": bool, "phoneVerified": bool, "loginsCount": int, "blocked": bool, "isDeleted": bool,
    "createdAt": DATE, "updatedAt": DATE, "signedUp": DATE, "lastLogin": Maybe(DATE), "token": Maybe(TOKEN),
    "password": Maybe(re.compile("[0-9a-f]{32}")),
    **dict.fromkeys("username email phone unionid openid nickname photo company name externalId".split(), TEXT),
}
ROLE = {"id": ID, "namespace": str, "code": str, "arn": str, "description": TEXT}
GROUP = {"code": str, "name": str, "description": TEXT, "createdAt": DATE, "updatedAt": DATE}
NODE = {"id": ID, "name": str, "code": TEXT, "depth": int, "path": [str], "children": [str], "root": Maybe(bool)}

"""The shapes of the service's responses."""

import re

from harness import Maybe
from tokens import ID

FIFTEEN_DAYS = 15 * 24 * 3600
DATE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}( \(.+\))?")
TEXT = Maybe(str)
ANY_USER = {"_id": ID, "nickname": TEXT, "photo": TEXT, "blocked": bool}
DONE = {"code": 200, "message": str}

"""The shapes of the service's responses."""

import re

from harness import Maybe, expect
from tokens import ID, TOKEN

FIFTEEN_DAYS = 15 * 24 * 3600

DATE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}( \(.+\))?")
TEXT = Maybe(str)

FIELDS = {
    "_id": ID, "emailVerified": bool, "loginsCount": int, "signedUp": DATE, "blocked": bool, "isDeleted": bool,
    "lastLogin": Maybe(DATE), "token": Maybe(TOKEN), "password": None, "group": None,
    **dict.fromkeys("email unionid openid oauth registerMethod registerInClient username nickname phone company photo "
                    "browser tokenExpiredAt lastIP metadata".split(), TEXT),
}
U19 = ("_id email emailVerified username nickname company photo browser registerInClient registerMethod oauth token "
       "tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted")
L20 = ("_id email emailVerified unionid openid oauth registerMethod username nickname company photo token "
       "tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted metadata")
P19 = ("_id email unionid openid emailVerified username nickname phone company photo browser token tokenExpiredAt "
       "loginsCount lastLogin lastIP signedUp blocked isDeleted")
R12 = "_id email emailVerified username nickname company photo browser password token group blocked"
LDAP = ("_id email emailVerified unionid openid oauth registerMethod username nickname company photo browser token "
        "tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked")
HISTORY = {
    "userLocation": Maybe([{"_id": ID, "when": TEXT, "where": TEXT}]),
    "userLoginHistory": {
        "totalCount": int,
        "list": [{"_id": ID, "when": DATE, "success": bool, "ip": TEXT, "result": TEXT}],
    },
}
LISTED = {
    "group": Maybe({"_id": ID, "name": str, "descriptions": TEXT, "createdAt": DATE}),
    "clientType": Maybe({"_id": ID, "name": str, "description": TEXT, "image": TEXT, "example": TEXT}),
    "systemApplicationType": Maybe({"_id": ID, "name": str, "descriptions": TEXT, "price": object}),
    **HISTORY,
}
OAUTH_APP = {"_id": ID, "name": str, "domain": TEXT, "clientId": TEXT, "description": TEXT, "isDeleted": bool,
             "grants": [str], "redirectUris": [str], "when": TEXT}
OIDC_APP = {
    "_id": ID, "name": str, "isDeleted": bool,
    **dict.fromkeys(["response_types", "grant_types", "redirect_uris"], [str]),
    **dict.fromkeys("client_id domain description authorization_code_expire when id_token_signed_response_alg image "
                    "token_endpoint_auth_method access_token_expire id_token_expire cas_expire".split(), TEXT),
}


def fields(names, **known):
    """Returns the shape of a user with these fields; `known` has the values of some."""
    return {**{name: FIELDS[name] for name in names.split()}, **known}


def expect_error(result, code=None):
    """Expects an API error, as the SDK returns it."""
    expect(result, {"code": code or int, "message": str, "data": object, "errors": True})


def expect_sent(result):
    """Expects the result of a sent email."""
    expect(result, {"message": str, "code": None, "status": True})

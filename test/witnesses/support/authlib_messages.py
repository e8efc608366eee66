"""What Authlib says of one message: a token that can be read, the answer of an introspection endpoint, or a sign-in whose
request was pushed.

A line of the input is what is asked, as JSON. It prints what it read, or {"refused": NAME, "because": TEXT}. Of a pushed
request it prints {"authorization_url": URL} first, and reads the address at which the browser came back.
"""

import json
import os
import sys
from urllib.parse import parse_qsl, urlencode, urlsplit

# Loopback has no TLS; everything else that Authlib asks of an address stays asked.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oauth2.rfc7662 import IntrospectTokenValidator

BACKCHANNEL = "http://schemas.openid.net/event/backchannel-logout"


def tell(answer):
    print(json.dumps(answer), flush=True)


def session_of(client_id, client_secret, **more):
    session = OAuth2Session(client_id, client_secret, token_endpoint_auth_method="client_secret_basic", **more)
    session.trust_env = False
    return session


def read(jwks_uri, token, issuer, audience, essential, logout):
    """RFC 7519, and of it what RFC 9068 (2.2) or Back-Channel Logout (2.4) says must be there."""
    keys = JsonWebKey.import_key_set(session_of(None, None).request("GET", jwks_uri, withhold_token=True).json())
    options = {name: {"essential": True} for name in essential}
    options["iss"] = {"essential": True, "value": issuer}
    options["aud"] = {"essential": True, "value": audience}
    if logout:
        options["events"] = {"essential": True, "validate": lambda _claims, events: BACKCHANNEL in events}
        options["nonce"] = {"validate": lambda claims, _value: "nonce" not in claims}
    claims = JsonWebToken(["RS256"]).decode(
        token, key=lambda header, _payload: keys.find_by_kid(header["kid"]), claims_options=options
    )
    claims.validate()
    tell({"header": claims.header, "claims": claims})


def introspect(endpoint, client_id, client_secret, token, scopes):
    """RFC 7662, as a resource server whose validator asks the authorization server."""

    class Validator(IntrospectTokenValidator):
        def introspect_token(self, token_string):
            answer = session_of(client_id, client_secret).introspect_token(endpoint, token_string)
            answer.raise_for_status()
            return answer.json()

    validator = Validator()
    answer = validator.authenticate_token(token)
    validator.validate_token(answer, scopes, None)
    tell({"claims": answer})


def push(endpoint, authorization_endpoint, token_endpoint, client_id, client_secret, redirect_uri):
    """RFC 9126, of which Authlib knows nothing: what it would have sent by the browser is posted."""
    session = session_of(
        client_id, client_secret, scope="openid", redirect_uri=redirect_uri, code_challenge_method="S256"
    )
    verifier = generate_token(48)
    url, state = session.create_authorization_url(authorization_endpoint, code_verifier=verifier)
    pushed = session.request(
        "POST",
        endpoint,
        data=dict(parse_qsl(urlsplit(url).query)),
        auth=session.client_auth("client_secret_basic"),
        withhold_token=True,
    )
    pushed.raise_for_status()
    query = {"client_id": client_id, "request_uri": pushed.json()["request_uri"]}
    tell({"authorization_url": authorization_endpoint + "?" + urlencode(query)})
    token = session.fetch_token(
        token_endpoint, authorization_response=sys.stdin.readline().strip(), state=state, code_verifier=verifier
    )
    tell({"claims": {"scope": token["scope"], "lifetime": pushed.json()["expires_in"]}})


ASKED = {"read": read, "introspect": introspect, "push": push}

try:
    what, asked = json.loads(sys.stdin.readline())
    ASKED[what](**asked)
except (AuthlibBaseError, ValueError, KeyError, OSError) as refusal:
    tell({"refused": type(refusal).__name__, "because": str(refusal)})

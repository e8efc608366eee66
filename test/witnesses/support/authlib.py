"""A relying party on Authlib, as strict as Authlib lets it be.

The first line of the input is what it is configured with, as JSON. It prints {"authorization_url": URL}, reads the
address at which the browser came back as a second line, and prints {"claims": ..., "userinfo": ...}; or, at either
point, {"refused": NAME, "because": TEXT}.
"""

import json
import os
import sys

# Loopback has no TLS; everything else that Authlib asks of an address stays asked.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata


def tell(answer):
    print(json.dumps(answer), flush=True)


def sign_in(issuer, discovery_url, client_id, client_secret, client_auth, redirect_uri, proxy):
    session = OAuth2Session(
        client_id,
        client_secret,
        token_endpoint_auth_method=client_auth,
        scope="openid profile email",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )
    session.trust_env = False
    session.proxies = {"http": proxy}

    provider = OpenIDProviderMetadata(session.request("GET", discovery_url, withhold_token=True).json())
    provider.validate()

    nonce, verifier = generate_token(), generate_token(48)
    url, state = session.create_authorization_url(
        provider["authorization_endpoint"], nonce=nonce, code_verifier=verifier
    )
    tell({"authorization_url": url})

    token = session.fetch_token(
        provider["token_endpoint"],
        authorization_response=sys.stdin.readline().strip(),
        state=state,
        code_verifier=verifier,
    )
    keys = JsonWebKey.import_key_set(session.request("GET", provider["jwks_uri"], withhold_token=True).json())
    claims = JsonWebToken(provider["id_token_signing_alg_values_supported"]).decode(
        token["id_token"],
        key=lambda header, _payload: keys.find_by_kid(header["kid"]),
        claims_cls=CodeIDToken,
        claims_options={
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "sub": {"essential": True},
        },
        claims_params={"nonce": nonce, "client_id": client_id, "access_token": token["access_token"]},
    )
    claims.validate()
    userinfo = session.get(provider["userinfo_endpoint"]).json()
    tell({"header": claims.header, "claims": claims, "userinfo": userinfo})


try:
    sign_in(**json.loads(sys.stdin.readline()))
except (AuthlibBaseError, ValueError, KeyError) as refusal:
    tell({"refused": type(refusal).__name__, "because": str(refusal)})

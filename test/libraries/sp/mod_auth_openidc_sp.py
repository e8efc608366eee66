"""mod_auth_openidc for several providers, as "OIDCMetadataDir" of its documentation has it.

Hardened: PKCE, UserInfo that is signed, and whoever begins a sign-in while somebody is signed in leaves first, for the module goes on with the session.
"""

import json
import urllib.request
import uuid
from urllib.parse import quote, urlencode

from behind_apache import serve_behind, told
from flask import redirect
from frame import BASE_URL, IS_HARDENED, app, idps

VARIABLES = ("OIDC_CLAIM_iss", "OIDC_CLAIM_sub", "OIDC_CLAIM_email", "OIDC_CLAIM_name")
MORE = {"pkce_method": "S256", "userinfo_signed_response_alg": "RS256"}
CONF = {"scope": "openid email profile", **(MORE if IS_HARDENED else {})}
files = {}


def provider(name, issuer, client_id, client_secret, **_):
    with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration") as answer:
        metadata = json.load(answer)
    # Whoever leaves does so here, and not at the provider.
    metadata.pop("end_session_endpoint", None)
    named = f"providers/{quote(issuer.split('://')[1].rstrip('/'), safe='')}"
    files[f"{named}.provider"] = json.dumps(metadata)
    files[f"{named}.client"] = json.dumps({"client_id": client_id, "client_secret": client_secret})
    files[f"{named}.conf"] = json.dumps(CONF)
    query = urlencode({"iss": issuer, "target_link_uri": f"{BASE_URL}/welcome"})

    def login():
        return redirect(leaving(f"/{name}/login") if IS_HARDENED and told()[1] is not None else f"/oidc?{query}")

    app.add_url_rule(f"/{name}/login", f"{name}-login", login)


def leaving(path):
    """Where the module ends a session, and sends the browser on to this path."""
    return f"/oidc?{urlencode({'logout': f'{BASE_URL}{path}'})}"


def directives(folder):
    return f"""OIDCMetadataDir "{folder}/providers"
OIDCRedirectURI {BASE_URL}/oidc
OIDCDefaultURL {BASE_URL}/welcome
OIDCCryptoPassphrase {uuid.uuid4()}
OIDCPassClaimsAs environment
<Location "/">
  AuthType openid-connect
  OIDCUnAuthAction pass
  Require valid-user
</Location>"""


for idp in idps():
    provider(**idp)
serve_behind(
    "auth_openidc",
    variables=VARIABLES,
    own_path="/oidc",
    directives=directives,
    files=files,
    left=lambda: leaving("/"),
)

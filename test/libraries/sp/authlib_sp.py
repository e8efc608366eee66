"""Authlib's Flask client, as its documentation has it. Hardened: PKCE, and the issuer and the audience named."""

import os

# Loopback has no TLS; everything else that Authlib asks of an address stays asked.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.flask_client import OAuth
from frame import BASE_URL, IS_HARDENED, app, enter, idps, serve

oauth = OAuth(app)


def routes(name, issuer, client_id, client_secret, **_):
    client = oauth.register(
        name,
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", **({"code_challenge_method": "S256"} if IS_HARDENED else {})},
    )
    # Without these the audience is not compared with anything.
    demanded = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
    options = {"claims_options": demanded} if IS_HARDENED else {}

    def login():
        return client.authorize_redirect(f"{BASE_URL}/{name}/callback")

    def callback():
        person = client.authorize_access_token(**options)["userinfo"]
        return enter(person["iss"], person["sub"], person.get("email"), person.get("name"))

    app.add_url_rule(f"/{name}/login", f"{name}-login", login)
    app.add_url_rule(f"/{name}/callback", f"{name}-callback", callback)


for idp in idps():
    routes(**idp)
serve()

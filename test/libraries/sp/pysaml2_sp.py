"""pysaml2, as its example of a service provider (`sp-wsgi`) has it. Hardened: the facts of the exchange told, and `leftover.py`.

The example keeps the requests that were sent for everybody together; hardened they are those of this browser.
"""

from base64 import b64decode

import leftover
from flask import redirect, request, session
from frame import BASE_URL, IS_HARDENED, app, enter, idps, serve
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import SPConfig

# Either may be signed.
HARDENED = {"want_response_signed": False, "want_assertions_or_response_signed": True}
outstanding = {}


def routes(name, entity_id, metadata_url, **_):
    here = {"entity_id": f"{BASE_URL}/{name}/metadata", "acs": f"{BASE_URL}/{name}/acs"}

    def client():
        endpoints = {"assertion_consumer_service": [(here["acs"], BINDING_HTTP_POST)]}
        config = {
            "entityid": here["entity_id"],
            "service": {"sp": {"endpoints": endpoints, **(HARDENED if IS_HARDENED else {})}},
            "metadata": {"remote": [{"url": metadata_url}]},
            "allow_unknown_attributes": True,
            **({"accepted_time_diff": 60} if IS_HARDENED else {}),
        }
        return Saml2Client(config=SPConfig().load(config))

    def login():
        sent, told = client().prepare_for_authenticate(entityid=entity_id, binding=BINDING_HTTP_REDIRECT)
        session[name] = sent
        outstanding[sent] = "/"
        return redirect(dict(told["headers"])["Location"])

    def acs():
        message = request.form["SAMLResponse"]
        begun = session.pop(name, None) if IS_HARDENED else None
        known = {begun: "/"} if IS_HARDENED else outstanding
        more = {"conv_info": {"entity_id": here["entity_id"], "remote_addr": request.remote_addr}} if IS_HARDENED else {}
        response = client().parse_authn_request_response(message, BINDING_HTTP_POST, known, **more)
        if response is None:
            raise ValueError("no response")
        if IS_HARDENED:
            leftover.check(b64decode(message).decode(), begun, issuer=entity_id, **here)
        told = {key: values[0] for key, values in response.ava.items() if values}
        return enter(entity_id, response.name_id.text, told.get("email"), told.get("name"))

    app.add_url_rule(f"/{name}/login", f"{name}-login", login)
    app.add_url_rule(f"/{name}/acs", f"{name}-acs", acs, methods=["POST"])


for idp in idps():
    routes(**idp)
serve()

"""python3-saml, as "How it works" of its README has it: strict, and the request's id kept in the session. Hardened: `leftover.py`."""

import urllib.request
from urllib.parse import urlsplit

import leftover
from flask import redirect, request, session
from frame import BASE_URL, IS_HARDENED, app, enter, idps, serve
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser


def routes(name, entity_id, metadata_url, **_):
    here = {"entity_id": f"{BASE_URL}/{name}/metadata", "acs": f"{BASE_URL}/{name}/acs"}

    def toolkit():
        with urllib.request.urlopen(metadata_url) as answer:
            idp = OneLogin_Saml2_IdPMetadataParser.parse(answer.read().decode())["idp"]
        sp = {"entityId": here["entity_id"], "assertionConsumerService": {"url": here["acs"]}}
        asked = {
            "https": "off",
            "http_host": urlsplit(BASE_URL).netloc,
            "script_name": request.path,
            "get_data": request.args.copy(),
            "post_data": request.form.copy(),
        }
        return OneLogin_Saml2_Auth(asked, {"strict": True, "sp": sp, "idp": idp})

    def login():
        auth = toolkit()
        url = auth.login()
        session["AuthNRequestID"] = auth.get_last_request_id()
        return redirect(url)

    def acs():
        auth = toolkit()
        begun = session.pop("AuthNRequestID", None)
        auth.process_response(request_id=begun)
        if auth.get_errors() or not auth.is_authenticated():
            raise ValueError(auth.get_last_error_reason() or auth.get_errors())
        if IS_HARDENED:
            leftover.check(auth.get_last_response_xml(), begun, issuer=entity_id, **here)
        told = {key: values[0] for key, values in auth.get_attributes().items() if values}
        return enter(entity_id, auth.get_nameid(), told.get("email"), told.get("name"))

    app.add_url_rule(f"/{name}/login", f"{name}-login", login)
    app.add_url_rule(f"/{name}/acs", f"{name}-acs", acs, methods=["POST"])


for idp in idps():
    routes(**idp)
serve()

"""A service provider on python3-saml, in its strict mode.

Each line of the input is a question as JSON: {"ask": NAME, "settings": ..., "request": ..., ...}. Each is answered by a
line: what was asked for, or {"refused": TEXT}.
"""

import json
import sys

from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.settings import OneLogin_Saml2_Settings


def sp_of(question):
    idp = OneLogin_Saml2_IdPMetadataParser.parse(question["idp_metadata"])["idp"]
    settings = dict(question["settings"], idp=idp, strict=True)
    return OneLogin_Saml2_Auth(question["request"], settings)


def login(question):
    sp = sp_of(question)
    url = sp.login()
    return {"url": url, "id": sp.get_last_request_id()}


def response(question):
    sp = sp_of(question)
    sp.process_response(question["id"])
    if not sp.is_authenticated():
        return {"refused": sp.get_last_error_reason()}
    return {
        "name_id": sp.get_nameid(),
        "format": sp.get_nameid_format(),
        "qualifier": sp.get_nameid_nq(),
        "session": sp.get_session_index(),
        "attributes": sp.get_attributes(),
        "friendly": sp.get_friendlyname_attributes(),
    }


def logout(question):
    sp = sp_of(question)
    url = sp.logout(
        name_id=question["name_id"],
        name_id_format=question["format"],
        nq=question["qualifier"],
        session_index=question["session"],
    )
    return {"url": url, "id": sp.get_last_request_id()}


def logged_out(question):
    """An answer to its LogoutRequest, or the IdP's own LogoutRequest, which it answers."""
    sp = sp_of(question)
    url = sp.process_slo(request_id=question.get("id"))
    if sp.get_errors():
        return {"refused": sp.get_last_error_reason() or ", ".join(sp.get_errors())}
    return {"url": url}


def metadata(question):
    return {"xml": OneLogin_Saml2_Settings(question["settings"], sp_validation_only=True).get_sp_metadata().decode()}


ASKED = {"login": login, "response": response, "logout": logout, "logged_out": logged_out, "metadata": metadata}

for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = ASKED[asked["ask"]](asked)
    except Exception as refusal:  # of xmlsec, too, which has errors of its own
        answer = {"refused": f"{type(refusal).__name__}: {refusal}"}
    print(json.dumps(answer), flush=True)

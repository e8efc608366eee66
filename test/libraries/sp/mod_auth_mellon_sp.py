"""mod_auth_mellon, one location for each IdP, as its user guide has it: a key pair and metadata of the SP's own, and `MellonIdP`.

`MellonSecureCookie` is on, or browsers do not keep the cookie by which it tries whether they keep any. Hardened: the module tells the
message that it took, which `leftover.py` looks at, and the browser comes back with a word that it was sent away with; which request
was sent only the module knows.
"""

import subprocess
import urllib.request
import uuid
from base64 import b64decode
from urllib.parse import urlencode

import leftover
from behind_apache import serve_behind, told
from flask import redirect, request, session
from frame import BASE_URL, IS_HARDENED, app, enter, idps

VARIABLES = ("MELLON_IDP", "MELLON_NAME_ID", "MELLON_email", "MELLON_name")
MORE = {"X-Told-Response": "MELLON_SAML_RESPONSE"}
known = list(idps())


def key_pair():
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "-"]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    begins = made.index("-----BEGIN CERTIFICATE")
    return {"sp.key": made[:begins], "sp.crt": made[begins:]}


files = key_pair()


def metadata(name):
    certificate = "".join(files["sp.crt"].splitlines()[1:-1])
    binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
    return f"""<EntityDescriptor entityID="{BASE_URL}/{name}/metadata" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">
  <SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true"
      protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
      <X509Certificate>{certificate}</X509Certificate>
    </X509Data></KeyInfo></KeyDescriptor>
    <AssertionConsumerService index="0" isDefault="true" Binding="{binding}" Location="{BASE_URL}/mellon/{name}/postResponse"/>
  </SPSSODescriptor>
</EntityDescriptor>"""


def location(name, metadata_url, **_):
    with urllib.request.urlopen(metadata_url) as answer:
        files[f"{name}-idp.xml"] = answer.read().decode()
    files[f"{name}-sp.xml"] = metadata(name)

    def login():
        more = f"?{urlencode({'begun': session.setdefault(name, uuid.uuid4().hex)})}" if IS_HARDENED else ""
        return redirect(f"/mellon/{name}/login?{urlencode({'ReturnTo': f'{BASE_URL}/welcome{more}'})}")

    app.add_url_rule(f"/{name}/login", f"{name}-login", login)
    return lambda folder: f"""<Location "/mellon/{name}">
  MellonEndpointPath /mellon/{name}
  MellonSPPrivateKeyFile {folder}/sp.key
  MellonSPCertFile {folder}/sp.crt
  MellonSPMetadataFile {folder}/{name}-sp.xml
  MellonIdPMetadataFile {folder}/{name}-idp.xml
  MellonDefaultLoginPath /welcome
</Location>"""


def welcome_hardened():
    """The session is the SP's own then, and begins once the message was looked at."""
    issuer, *person = told()
    name = next(one["name"] for one in known if one["entity_id"] == issuer)
    begun = session.pop(name, None)
    if begun is None or request.args.get("begun") != begun:
        raise ValueError("nobody began this here")
    message = b64decode(request.headers["X-Told-Response"]).decode()
    here = {"entity_id": f"{BASE_URL}/{name}/metadata", "acs": f"{BASE_URL}/mellon/{name}/postResponse"}
    leftover.check(message, leftover.NOT_TOLD, issuer=issuer, **here)
    return enter(issuer, *person)


def left():
    issuer = told()[0]
    name = next((one["name"] for one in known if one["entity_id"] == issuer), "one")
    return f"/mellon/{name}/logout?{urlencode({'ReturnTo': f'{BASE_URL}/'})}"


locations = [location(**idp) for idp in known]


def directives(folder):
    shared = f"""MellonLockFile {folder}/mellon.lock
<Location "/">
  MellonEnable info
  MellonVariable sp
  MellonSecureCookie On
  MellonIdP IDP
  {"MellonSamlResponseDump On" if IS_HARDENED else ""}
</Location>"""
    return "\n".join([shared, *(one(folder) for one in locations)])


serve_behind(
    "auth_mellon",
    variables=VARIABLES,
    own_path="/mellon",
    directives=directives,
    files=files,
    left=left,
    **({"more": MORE, "welcome": welcome_hardened} if IS_HARDENED else {}),
)

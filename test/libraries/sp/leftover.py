"""`leftover.js` for the SPs in Python: what SAML Profiles 4.1.4.3 and 4.1.4.5 and Core 2.5.1.1 ask of an SP, and libraries leave to it.

The signature is the library's: here the message has to have one assertion, so that the one which was verified is the one that is
looked at.
"""

import re
import threading
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
PROTOCOL = "{urn:oasis:names:tc:SAML:2.0:protocol}"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
KNOWN = [f"{ASSERTION}{name}" for name in ("AudienceRestriction", "OneTimeUse", "ProxyRestriction")]
SKEW = timedelta(seconds=60)

# Of a library that sends the request itself, and does not tell its id.
NOT_TOLD = object()

used = {}
lock = threading.Lock()


def check(xml, request_id, *, entity_id, acs, issuer):
    """Raises where the message, as text, may not be taken by the browser that sent the request of this id.

    `entity_id` and `acs` are the SP's, `issuer` is the IdP.
    """
    if re.search("<!DOCTYPE", xml, re.IGNORECASE):
        refuse("document type")
    if re.search(r"xmldsig#(?:rsa-)?sha1\b|#rsa-md5|#hmac", xml, re.IGNORECASE):
        refuse("algorithm")
    response = ElementTree.fromstring(xml)
    if response.tag != f"{PROTOCOL}Response":
        refuse("root")
    status = response.find(f"{PROTOCOL}Status/{PROTOCOL}StatusCode")
    if status is None or status.get("Value") != SUCCESS:
        refuse("Status")
    if response.get("Destination") not in (None, "", acs):
        refuse("Destination")
    outer = response.find(f"{ASSERTION}Issuer")
    if outer is not None and outer.text != issuer:
        refuse("Issuer of the Response")

    assertion = response.find(f"{ASSERTION}Assertion")
    if assertion is None or len(list(response.iter(f"{ASSERTION}Assertion"))) != 1:
        refuse("number of assertions")
    if assertion.get("Version") != "2.0":
        refuse("Version")
    if assertion.findtext(f"{ASSERTION}Issuer") != issuer:
        refuse("Issuer")
    now = datetime.now(timezone.utc)
    if abs(now - instant(assertion.get("IssueInstant") or "")) > timedelta(hours=1):
        refuse("IssueInstant")
    name_id = assertion.find(f"{ASSERTION}Subject/{ASSERTION}NameID")
    if name_id is not None and name_id.get("SPNameQualifier") not in (None, "", entity_id):
        refuse("SPNameQualifier")
    conditions = assertion.find(f"{ASSERTION}Conditions")
    restrictions = [] if conditions is None else conditions.findall(f"{ASSERTION}AudienceRestriction")
    named = [[one.text for one in restriction.iter(f"{ASSERTION}Audience")] for restriction in restrictions]
    if not named or not all(entity_id in audiences for audiences in named):
        refuse("Audience")
    if any(condition.tag not in KNOWN for condition in conditions):
        refuse("Condition")
    if not is_now(conditions, now):
        refuse("Conditions")
    if assertion.find(f"{ASSERTION}AuthnStatement") is None:
        refuse("AuthnStatement")

    until = []
    for confirmation in assertion.iterfind(f"{ASSERTION}Subject/{ASSERTION}SubjectConfirmation"):
        data = confirmation.find(f"{ASSERTION}SubjectConfirmationData")
        if (
            confirmation.get("Method") == BEARER
            and data is not None
            and data.get("Recipient") == acs
            and data.get("NotOnOrAfter") is not None
            and is_now(data, now)
            and request_id is not None
            and request_id in (NOT_TOLD, data.get("InResponseTo"))
        ):
            until.append(instant(data.get("NotOnOrAfter")) + SKEW)
    if not until:
        refuse("SubjectConfirmation")
    key = assertion.get("ID")
    with lock:
        for old in [one for one, end in used.items() if end < now]:
            del used[old]
        if not key or key in used:
            refuse("replay")
        used[key] = max(until)


def refuse(what):
    raise ValueError(f"not as it must be: {what}")


def is_now(element, now):
    """A time that cannot be read raises: it is no time at which anything holds."""
    begins, ends = element.get("NotBefore"), element.get("NotOnOrAfter")
    return (begins is None or instant(begins) - SKEW <= now) and (ends is None or now < instant(ends) + SKEW)


def instant(text):
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=timezone.utc)

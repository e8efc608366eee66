"""What is alike in the minimal SPs in Python, as `frame.js` has it for those in JavaScript.

Two identity providers, a table of accounts and its read-out, and Flask's own session. Whatever a library throws is a page
that says so, with 403.
"""

import os
import sys
import threading
import traceback
import uuid

from flask import Flask, jsonify, redirect, request, session
from werkzeug.exceptions import HTTPException

BASE_URL = os.environ["BASE_URL"]
IS_HARDENED = os.environ["SETUP"] == "hardened"
WELCOME = '<!doctype html><title>Welcome</title><form method="post" action="/leave"><button>Leave</button></form>'
REFUSED = "<!doctype html><title>Not signed in</title><p>You were not let in.</p>"


def idps():
    """Both, with what the kit told of them: `ONE_ISSUER` is `issuer` of the one."""
    for name in ("one", "two"):
        prefix = f"{name.upper()}_"
        told = {key[len(prefix) :].lower(): value for key, value in os.environ.items() if key.startswith(prefix)}
        yield dict(told, name=name)


accounts = {}
lock = threading.Lock()

app = Flask("library")
app.secret_key = uuid.uuid4().hex
if IS_HARDENED and os.environ["PROTOCOL"] == "saml":
    # Browsers bring such a cookie from another site with what they post, as they bring a SAML response.
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)


def account_of(issuer, subject, email, name):
    """The account of whom the library vouched for: found by issuer and subject alone, or made."""
    if not isinstance(subject, str) or subject.strip() == "":
        raise ValueError("nobody is named")
    identity = {"issuer": issuer, "subject": subject}
    with lock:
        known = next((one for one in accounts.values() if one["identities"] == [identity]), None)
        if known is not None and not known["active"]:
            raise ValueError("this account is closed")
        key = known["id"] if known is not None else str(uuid.uuid4())
        accounts[key] = {"id": key, "email": email, "name": name, "identities": [identity], "active": True}
        return key


def known(issuer, subject):
    """The key of their account; None where there is none."""
    with lock:
        identity = {"issuer": issuer, "subject": subject}
        return next((one["id"] for one in accounts.values() if one["identities"] == [identity]), None)


def enter(issuer, subject, email, name):
    """Signs in, under a session of its own."""
    key = account_of(issuer, subject, email, name)
    session.clear()
    session["account"] = key
    return redirect("/")


@app.get("/accounts")
def read_out():
    with lock:
        return jsonify(list(accounts.values()))


@app.post("/accounts")
def seed():
    account = {"id": str(uuid.uuid4()), "identities": [], "active": True, **request.get_json()}
    with lock:
        accounts[account["id"]] = account
    return jsonify(account)


@app.post("/accounts/<key>/deactivate")
def deactivate(key):
    with lock:
        accounts[key]["active"] = False
    return ""


@app.delete("/accounts/<key>")
def remove(key):
    with lock:
        accounts.pop(key, None)
    return ""


def keep_sessions(account_in, left):
    """Who keeps them: `account_in` tells the account of a request, or None; `left` is where a browser is sent that leaves."""

    def me():
        key = account_in()
        with lock:
            account = accounts.get(key)
        if account is None or not account["active"]:
            return jsonify(account=None), 401
        return jsonify(account=account["id"])

    def leave():
        session.clear()
        return redirect(left())

    app.add_url_rule("/me", "me", me)
    app.add_url_rule("/leave", "leave", leave, methods=["POST"])


@app.get("/")
def home():
    return WELCOME


@app.errorhandler(Exception)
def refused(error):
    if isinstance(error, HTTPException) and error.code < 500 and error.code != 400:
        return error
    traceback.print_exception(error, file=sys.stderr)
    return REFUSED, 403


def serve():
    keep_sessions(lambda: session.get("account"), lambda: "/")
    app.run("localhost", int(os.environ["PORT"]), threaded=True, use_reloader=False)

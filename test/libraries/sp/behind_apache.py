"""Apache httpd, whose module signs people in and keeps their session, and behind it the minimal SP, which is told who they are.

What the module says of a request goes on as headers, and whatever a browser sent under their names does not.
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from signal import SIGINT, SIGTERM, signal

from flask import redirect, request, session
from frame import account_of, app, keep_sessions, known
from werkzeug.serving import make_server

PORT = os.environ["PORT"]
MODULES = ["mpm_event", "authn_core", "authz_core", "authz_user", "headers", "env", "proxy", "proxy_http"]
TOLD = ("Issuer", "Subject", "Email", "Name")


def told():
    """Of whom the module vouches in this request: issuer, subject, email and name, each None where it is not told."""
    # A header is read as Latin-1, and what the module says is UTF-8.
    values = (request.headers.get(f"X-Told-{name}") for name in TOLD)
    return [None if value is None else value.encode("latin-1").decode() for value in values]


def admitted():
    account_of(*told())
    return redirect("/")


def serve_behind(module, *, variables, own_path, directives, files, left, more=None, welcome=None):
    """Ends with Apache, as Apache ends with it.

    `variables` are those of the module that tell what `TOLD` lists, `more` further ones by their headers; `own_path` is answered by
    the module itself; `directives` is called with the folder of `files`; with `welcome` the session is the SP's own.
    """
    keep_sessions((lambda: known(*told()[:2])) if welcome is None else (lambda: session.get("account")), left)
    app.add_url_rule("/welcome", "welcome", welcome or admitted)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for one in (SIGTERM, SIGINT):
        signal(one, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="behind-apache-") as folder:
        # Its workers are nobody's, and read what is in it.
        os.chmod(folder, 0o755)
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
        named = {**{f"X-Told-{name}": variable for name, variable in zip(TOLD, variables)}, **(more or {})}
        headers = "\n".join(
            f'RequestHeader unset {name} early\nRequestHeader set {name} "%{{{variable}}}e" env={variable}'
            for name, variable in named.items()
        )
        proxied = f"ProxyPass {own_path} !\nProxyPass / http://127.0.0.1:{server.server_port}/\nProxyPreserveHost On"
        Path(folder, "httpd.conf").write_text("\n".join([base(folder, module), headers, proxied, directives(folder), ""]))
        apache = subprocess.Popen(["/usr/sbin/apache2", "-d", folder, "-f", "httpd.conf", "-DFOREGROUND"])
        try:
            sys.exit(apache.wait())
        finally:
            apache.terminate()
            apache.wait()
            log = Path(folder, "error.log")
            sys.stderr.write(log.read_text() if log.exists() else "")


def base(folder, module):
    loaded = "\n".join(f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in [*MODULES, module])
    return f"""ServerRoot "{folder}"
{loaded}
{"User nobody" if os.getuid() == 0 else ""}
{"Group nogroup" if os.getuid() == 0 else ""}
Listen 127.0.0.1:{PORT}
ServerName localhost:{PORT}
UseCanonicalName On
DocumentRoot "{folder}"
PidFile "{folder}/httpd.pid"
Mutex "file:{folder}" default
ErrorLog "{folder}/error.log"
LogLevel warn
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MinSpareThreads 1
MaxSpareThreads 16
MaxRequestWorkers 16
GracefulShutdownTimeout 1
KeepAlive Off"""

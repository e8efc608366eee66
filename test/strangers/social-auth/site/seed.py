"""
Writes an account with the password that Django would store, or with none: seed.py DATABASE EMAIL EMAIL_VERIFIED
USERNAME FIRST LAST PASSWORD. Django keeps no record of who has proven an address, so one value is as good as the other.
A site of which the email is the only name has no column for the username.
"""
import sqlite3
import sys

from django.conf import settings
from django.contrib.auth.hashers import make_password

settings.configure()
database, email, _, username, first, last, password = sys.argv[1:]
account = {
    "email": email,
    "username": username or email,
    "first_name": first,
    "last_name": last,
    "password": make_password(password or None),
    "is_active": True,
    "is_staff": False,
    "is_superuser": False,
}
with sqlite3.connect(database, timeout=30) as db:
    columns = {row[1] for row in db.execute("pragma table_info(auth_user)")}
    given = [name for name in account if name in columns]
    db.execute(
        f"insert into auth_user ({', '.join(given)}, date_joined) values ({', '.join('?' * len(given))}, datetime('now'))",
        [account[name] for name in given],
    )

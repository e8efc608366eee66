import { expect, it } from "vitest";
import { crashIn } from "../../harness/drive/crash-text.ts";

it.each([
  ["Node", "Oh no TypeError: Cannot read properties of undefined (reading 'email') at callback", "TypeError: Cannot"],
  ["Node", '{"error":"Cannot read property \'email\' of undefined"}', "Cannot read property"],
  ["Node", "Error: x at login (/srv/app/src/login.js:12:7)", "at login"],
  ["Node", "TypeError [ERR_INVALID_ARG_TYPE]: The argument", "TypeError [ERR"],
  [
    "Python",
    "Traceback (most recent call last): File \"/srv/app.py\", line 12, in callback KeyError: 'email'",
    "Trace",
  ],
  ["Python", "AttributeError: 'NoneType' object has no attribute 'lower'", "AttributeError"],
  ["Django", "KeyError at /sso/callback 'email' Request Method: GET", "KeyError at"],
  ["Java", "There was an unexpected error. java.lang.NullPointerException: Cannot invoke", "java.lang.Null"],
  ["Java", "at com.acme.sso.Callback.handle(Callback.java:41)", "at com.acme"],
  ["PHP", "Fatal error: Uncaught TypeError: strtolower(): Argument #1 in /var/www/sso.php on line 7", "Fatal error"],
  ["PHP", 'Warning: Undefined array key "email" in /var/www/sso.php on line 7', "Warning"],
  ["Ruby", "NoMethodError in SessionsController#create undefined method 'downcase' for nil", "NoMethodError"],
  ["Ruby", "undefined method `downcase' for nil:NilClass", "undefined method"],
  ["Go", "panic: runtime error: index out of range [0] with length 0 goroutine 7 [running]:", "panic"],
  [".NET", "System.NullReferenceException: Object reference not set to an instance of an object. at X", "System.Null"],
  ["PDO", "Oh. SQLSTATE[23505]: Unique violation: 7 ERROR: duplicate key", "SQLSTATE[23505]"],
  [
    "PostgreSQL",
    'ERROR: duplicate key value violates unique constraint "users_email_unique" DETAIL: Key (email)=(x)',
    "duplicate key",
  ],
  ["MySQL", "1062 Duplicate entry 'ada@acme.test' for key 'users.email'", "Duplicate entry"],
  ["SQL Server", "Cannot insert duplicate key row in object 'dbo.SsoUser' with unique index 'IX'.", "Cannot insert"],
  ["SQLite", "SqliteError: UNIQUE constraint failed: accounts.email", "UNIQUE constraint"],
  ["Oracle", "ORA-00001: unique constraint (SSO.USERS_UK) violated", "ORA-00001"],
])("a crash of %s: %s", (_, text, begins) => {
  expect(crashIn(text)?.slice(0, begins.length)).toBe(begins);
});

it.each([
  "Something went wrong. Please try again, or write to support (error 7F3A).",
  "Error: you are not a member of this organization.",
  "Your email is missing. Error code: missing_email",
  "Warning: your trial ends in 3 days",
  "Fatal error? Not here.",
  "We could not find KeyError Ltd. at Acme",
  "Sign in at acme.example.com (port 3000)",
  "undefined",
  "There is an account with this address already: a duplicate entry is not allowed.",
  "Each address is unique: this constraint failed.",
  "Your SQLSTATE course begins on Monday.",
  "The system is down. Exception granted.",
])("no crash: %s", (text) => {
  expect(crashIn(text)).toBeNull();
});

it("is told at no length, also of a page that is full of them", () => {
  expect(crashIn(`x ${"TypeError: no ".repeat(20_000)}`)?.length).toBeLessThanOrEqual(120);
});

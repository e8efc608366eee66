import { expect, test } from "vitest";
import { complaintIn } from "../../harness/sp/complaint/complaint.ts";

const cases: { readonly [what: string]: readonly [output: string, told: string | null] } = {
  "Node under npm": [
    `
> shop@1.0.0 migrate
> node db/migrate.js

/app/db/migrate.js:12
  throw new Error("no such table: users");
  ^

Error: no such table: users
    at run (/app/node_modules/knex/lib/run.js:3:1)
    at migrate (/app/db/migrate.js:12:9)
    at Object.<anonymous> (/app/db/migrate.js:20:1)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v22.22.3
npm error Lifecycle script \`migrate\` failed with error:
npm error code 1
npm error path /app
npm error workspace shop@1.0.0
npm error location /app
npm error command failed
npm error command sh -c node db/migrate.js`,
    "Error: no such table: users (db/migrate.js:12:9)",
  ],
  "a module that is not there": [
    `node:internal/modules/package_json_reader:316
  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);
        ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js
    at Object.getPackageJSONURL (node:internal/modules/package_json_reader:316:9)
    at packageResolve (node:internal/modules/esm/resolve:768:81) {
  code: 'ERR_MODULE_NOT_FOUND'
}

Node.js v26.10.0`,
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js",
  ],
  "a message of several lines": [
    `Error: The module '/app/node_modules/x.node'
was compiled against a different Node.js version using
NODE_MODULE_VERSION 115.
    at Object..node (node:internal/modules/cjs/loader:1939:18)
    at file:///app/server.js:8:12 {
  code: 'ERR_DLOPEN_FAILED'
}`,
    "Error: The module '/app/node_modules/x.node' was compiled against a different Node.js version using NODE_MODULE_VERSION 115. (server.js:8:12)",
  ],
  "a syntax error": [
    `file:///app/server.js:3
const x = ;
          ^

SyntaxError: Unexpected token ';'
    at compileSourceTextModule (node:internal/modules/esm/utils:346:16)`,
    "SyntaxError: Unexpected token ';' (server.js:3)",
  ],
  "a cause below": [
    `Error: connect ECONNREFUSED 127.0.0.1:5432
    at TCPConnectWrap.afterConnect (node:net:1611:16) {
  [cause]: Error: nothing
      at x (/app/y.js:1:1)
}`,
    "Error: connect ECONNREFUSED 127.0.0.1:5432",
  ],
  colours: ["\u001b[31mError: red\u001b[39m\n    at \u001b[90m/app/a.js:1:2\u001b[39m", "Error: red (a.js:1:2)"],
  Python: [
    `Traceback (most recent call last):
  File "/app/manage.py", line 22, in <module>
    main()
  File "/app/venv/lib/python3.11/site-packages/django/core.py", line 5, in run
    raise X
django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.`,
    "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty. (manage.py:22)",
  ],
  Java: [
    `Exception in thread "main" java.lang.IllegalStateException: no database
	at com.acme.Db.open(Db.java:12)
	at com.acme.Main.main(Main.java:3)`,
    "java.lang.IllegalStateException: no database (Db.java:12)",
  ],
  Ruby: [
    "config/env.rb:7:in 'fetch': key not found: \"X\" (KeyError)",
    'key not found: "X" (KeyError) (config/env.rb:7)',
  ],
  PHP: [
    "PHP Fatal error:  Uncaught Exception: no key in /app/public/index.php:9\nStack trace:",
    "Exception: no key (public/index.php:9)",
  ],
  Go: [
    "panic: open app.db: no such file\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:12 +0x1d",
    "panic: open app.db: no such file (main.go:12)",
  ],
  Rust: ["thread 'main' panicked at src/main.rs:2:5:\nno config\nnote: run with", "no config (src/main.rs:2:5)"],
  TypeScript: ["src/a.ts(3,5): error TS2345: no\nsrc/b.ts(1,1): error TS1: other", "error TS2345: no (src/a.ts:3:5)"],
  "a program that is not there": [
    "\n> shop@1.0.0 start\n> tsx server.ts\n\nsh: 1: tsx: not found\nnpm error code 127\nnpm error path /app",
    "sh: 1: tsx: not found",
  ],
  "a script that is not there": [
    'npm error Missing script: "strat"\nnpm error\nnpm error Did you mean this?\nnpm error   npm start # run the "start" script\nnpm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\nnpm error A complete log of this run can be found in: /root/x.log',
    'npm: Missing script: "strat"',
  ],
  "a line of a log": [
    "12:00:01 INFO starting\n12:00:02 ERROR cannot reach redis\n12:00:03 INFO bye",
    "12:00:02 ERROR cannot reach redis",
  ],
  "a driver's error": ['error: relation "users" does not exist', 'error: relation "users" does not exist'],
  "words of its own": ["DATABASE_URL is not set", null],
  "npm alone": ["npm error code 1\nnpm error path /app\nnpm error command failed", null],
  nothing: ["", null],
};

test.each(Object.entries(cases))("%s", (_, [output, told]) => {
  expect(complaintIn(output, "/app")).toBe(told);
});

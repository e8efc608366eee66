import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execDriver } from "../../sp/support/target.ts";
import type { Source } from "./source.ts";

const ADA = '[{"id":1,"email":"ada@sp.test"}]';
const SOON = { command: 0.5 };

const node = (code: string, end: Source["end"], more: Partial<Source> = {}): Source => ({
  driver: execDriver(code),
  end,
  ...more,
});
const command = (words: readonly string[], end: Source["end"], more: Partial<Source> = {}): Source => ({
  driver: { ...execDriver(""), command: words },
  end,
  ...more,
});
const sh = (script: string, end: Source["end"], more?: Partial<Source>) =>
  command(["/bin/sh", "-c", script], end, more);

const SLOW = /ran longer than 0\.5 s \(see limits\)/;
const HELD = /ended, and something that it started held its output for longer than 3 s/;

/** Commands that print accounts, or do anything but that. */
export const COMMANDS: { readonly [name: string]: Source } = {
  "prints for ever": node(
    'const x = "x".repeat(1 << 20); const pour = () => process.stdout.write(x, pour); pour()',
    /printed more than 16 MiB/,
  ),
  "prints a list for ever": sh(`printf '['; while :; do printf '{"id":1},'; done`, SLOW, { limits: SOON }),
  "complains for ever": sh("while :; do echo no no no no no no no no >&2; done", SLOW, { limits: SOON }),
  "prints 100 MB on standard error, and accounts": node(
    `const x = Buffer.alloc(1 << 20, "x"); for (let n = 0; n < 100; n++) require("fs").writeSync(2, x); console.log('${ADA}')`,
    1,
  ),
  "prints 100 MB on standard error, and fails": node(
    'const x = Buffer.alloc(1 << 20, "x"); for (let n = 0; n < 100; n++) require("fs").writeSync(2, x); process.exit(9)',
    /exited with status 9: …x+…x+$/,
  ),
  "prints nothing": sh("exit 0", /printed no JSON: \(nothing\)/),
  "prints white space": sh("echo; echo ' '", /printed no JSON: \(nothing\)/),
  "prints nothing and fails": sh("exit 7", /exited with status 7$/),
  "prints accounts and fails": sh(`echo '${ADA}'; exit 1`, /exited with status 1/),
  hangs: sh("exec sleep 600", SLOW, { limits: SOON }),
  "hangs when it has printed": sh(`echo '${ADA}'; exec sleep 600`, SLOW, { limits: SOON }),
  "closes its output and hangs": sh("exec >&- 2>&-; exec sleep 600", SLOW, { limits: SOON }),
  drips: sh("while :; do printf ' '; sleep 0.05; done", SLOW, { limits: SOON }),
  "ignores SIGTERM": sh("trap '' TERM INT HUP; while :; do sleep 600; done", SLOW, { limits: SOON }),
  "stops itself": sh("kill -STOP $$", SLOW, { limits: SOON }),
  "waits for a word": sh("cat; echo '[]'", 0),
  "leaves a grandchild that holds its output": sh(`echo '${ADA}'; sleep 600 &`, HELD, { limits: { command: 3 } }),
  "leaves one in a session of its own": sh(`echo '${ADA}'; setsid sleep 600 &`, HELD, { limits: { command: 3 } }),
  "leaves one that holds nothing": sh(`sleep 600 >/dev/null 2>&1 & echo '${ADA}'`, 1),
  "leaves fifty": sh(`for n in $(seq 50); do setsid sleep 600 >/dev/null 2>&1 & done; echo '${ADA}'`, 1),
  "is ended by SIGKILL": sh("kill -KILL $$", /was ended by SIGKILL/),
  "is ended by SIGSEGV": sh("kill -SEGV $$", /was ended by SIGSEGV/),
  "closes the pipe at once": sh("exec >&-", /printed no JSON: \(nothing\)/),
  "prints what is binary": sh("head -c 65536 /dev/urandom", /printed no JSON/),
  "prints NUL": sh("head -c 65536 /dev/zero", /printed no JSON: \(nothing\)/),
  "prints orders to the terminal": sh(`printf '\\033]0;owned\\007\\033[2J\\233\\342\\200\\256'`, /printed no JSON/),
  "complains in orders to the terminal": sh(`printf '\\033[2J\\033]0;owned\\007' >&2; exit 1`, /exited with status 1/),
  "prints invalid UTF-8 in a text": sh(`printf '[{"id":1,"email":"\\377\\376@sp.test"}]'`, 1),
  "prints UTF-16": node(`process.stdout.write(Buffer.from('\\uFEFF${ADA}', "utf16le"))`, /printed no JSON/),
  "prints a byte order mark": node(`process.stdout.write('\\uFEFF${ADA}')`, 1),
  "prints JSON by halves": sh(`printf '[{"id":1,"email":"ad'`, /printed no JSON/),
  "prints JSON lines": sh(`echo '{"id":1}'; echo '{"id":2}'`, /printed no JSON/),
  "prints JSON lines by halves": sh(`echo '{"id":1}'; printf '{"id"'`, /printed no JSON/),
  "prints a log line first": sh(`echo Connected; echo '${ADA}'`, /printed no JSON: Connected/),
  "prints a fault as JSON": sh(`echo '{"error":"no"}'`, /finds no id/),
  "prints an account instead of a list": sh(`echo '{"id":1}'`, /finds no id/),
  "prints null": sh("echo null", 0),
  "nests a million levels deep": node('process.stdout.write("[".repeat(1e6))', /printed no JSON/),
  "prints a number of a million digits": node(
    `process.stdout.write('[{"id":' + "9".repeat(1e6) + '}]')`,
    /id that is neither|1 account|read/,
  ),
  "prints a hundred thousand accounts": node(
    "console.log(JSON.stringify(Array.from({ length: 1e5 }, (_, id) => ({ id, email: `p${id}@sp.test` }))))",
    100_000,
  ),
  "is not there": command(["no-such-program"], /cannot be started/),
  "is a folder": command(["./folder"], /cannot be started/, { make: (dir) => mkdirSync(join(dir, "folder")) }),
  "may not be run": command(["./script"], /cannot be started/, {
    make: (dir) => {
      writeFileSync(join(dir, "script"), "#!/bin/sh\necho []\n");
      chmodSync(join(dir, "script"), 0o644);
    },
  }),
  "has an interpreter that is not there": command(["./script"], /cannot be started/, {
    make: (dir) => {
      writeFileSync(join(dir, "script"), "#!/no/such/shell\n");
      chmodSync(join(dir, "script"), 0o755);
    },
  }),
  "is given more than a command may hold": command(["/bin/echo", "x".repeat(3_000_000)], /cannot be started/),
  "is given NUL": command(["/bin/echo", "a\0b"], /cannot be started/),
};

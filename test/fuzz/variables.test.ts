import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect } from "vitest";
import { JitterbugError } from "../../harness/errors.ts";
import { expandedSecrets, formatFault, loadTarget } from "../../harness/scenario/index.ts";
import { TARGET } from "../faults/yaml/documents.ts";
import { holds } from "./property.ts";

const root = mkdtempSync(join(tmpdir(), "jitterbug-fuzz-env-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const file = join(root, "t.yaml");

const name = fc.constantFrom(
  "SET",
  "EMPTY",
  "A_SECRET",
  "_x1",
  "UNSET",
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
);
const plain = fc
  .oneof(
    fc.constantFrom("", "a", " ", "$", "}", ":-", "$&", "$1", "#", '"', "'", "\\", "\n", "é"),
    fc.string({ unit: "grapheme", maxLength: 5 }),
  )
  .map((text) => text.replaceAll(/[{\0]/g, ""));
/** Values of the environment: whatever they hold is text, and is not looked through again. */
const value = fc.oneof(
  plain,
  fc.constantFrom("${SET}", "${UNSET}", "$${SET}", "$&", "$$", "{", "]: [", "- x", "p4ss/w%rd"),
);

interface Piece {
  readonly kind: "text" | "variable" | "default" | "escaped" | "odd";
  readonly text: string;
  readonly name: string;
}
const piece: fc.Arbitrary<Piece> = fc.record({
  kind: fc.constantFrom("text", "variable", "default", "escaped", "odd"),
  text: plain.map((one) => one.replaceAll("}", "")),
  name,
});
const odd = ["${}", "${1A}", "${A-B}", "${A", "$A", "$ {SET}", "${SET }", "${SET:x}"];

function written({ kind, text, name: variable }: Piece): string {
  if (kind === "variable") return `\${${variable}}`;
  if (kind === "default") return `\${${variable}:-${text}}`;
  if (kind === "escaped") return `$\${${variable}}`;
  // A `$` at its end would escape what comes next.
  return kind === "odd" ? `${odd[text.length % odd.length]};` : `${text.replaceAll("$", "")};`;
}

function meant({ kind, text, name: variable }: Piece, env: ReadonlyMap<string, string>): string | null {
  if (kind === "variable") return env.get(variable) ?? null;
  if (kind === "default") return env.get(variable) ?? text;
  if (kind === "escaped") return `\${${variable}}`;
  return written({ kind, text, name: variable });
}

const environment = fc.record({
  SET: value,
  EMPTY: fc.constant(""),
  A_SECRET: fc.oneof(value, fc.constantFrom("hunter", "1234", "localhost:80")),
  _x1: value,
});

holds(
  "a variable becomes its value once, or is told as not set",
  [fc.array(piece, { minLength: 1, maxLength: 6 }), environment],
  (pieces, env) => {
    const text = pieces.map(written).join("");
    // `${A` of one piece may be closed by the next one.
    if (pieces.some((one) => one.kind === "odd" && written(one).startsWith("${A"))) return;
    const secret = JSON.stringify(text);
    const whole = { ...TARGET, start: { ...TARGET.start, env: { MODE: text } } };
    writeFileSync(file, JSON.stringify(whole, null, 1));
    const values = pieces.map((one) => meant(one, new Map(Object.entries(env))));
    try {
      const target = loadTarget(file, { root, env });
      expect(values, secret).not.toContain(null);
      expect(target.start?.env["MODE"]).toBe(values.join(""));
    } catch (error) {
      if (!(error instanceof JitterbugError) || error.code !== "ERR_YAML") throw error;
      const told = error.faults.map(formatFault).join("\n");
      if (values.includes(null))
        expect(told).toMatch(
          /t\.yaml:\d+:\d+: the environment variable `(?:UNSET|constructor|__proto__|toString|hasOwnProperty)` is not set/,
        );
      else expect(told).toMatch(/template|\{\{/);
    }
  },
  { runs: 60 },
);

holds(
  "every value that a variable with a secret name came to is known",
  [fc.array(piece, { minLength: 1, maxLength: 6 }), environment],
  (pieces, env) => {
    const known = expandedSecrets(pieces.map(written).join(""), env);
    const used = pieces.some(({ kind, name: variable }) => kind === "variable" && variable === "A_SECRET");
    if (used && env.A_SECRET !== "") expect(known).toContain(env.A_SECRET);
    expect(known).not.toContain("");
  },
  { runs: 500 },
);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXPECTATIONS } from "../../harness/scenario/expectations/index.ts";
import { STEPS } from "../../harness/scenario/steps/index.ts";
import { ROOT, sources } from "./imports.ts";

/** Where a kind of step or expectation is whole: it may name itself, and its siblings. */
const OWNERS = ["scenario/steps", "drive/steps", "scenario/expectations", "judge/expectations"];

/** Other things have a `kind` there, some with a name that a step or an expectation has too. */
const OTHER_KINDS = ["harness/agent/", "harness/idp/", "harness/scenario/check/names.ts"];

/** A driver of accounts has this name too, and whoever binds a driver asks for it. */
const DRIVERS: readonly string[] = ["scim"];

const words = [...Object.keys(STEPS), ...Object.keys(EXPECTATIONS)].filter((kind) => !DRIVERS.includes(kind));
const WORD = `"(?:${words.join("|")})"`;
const QUESTIONS = [
  new RegExp(String.raw`\bkind\)?\s*[!=]==?\s*${WORD}|${WORD}\s*[!=]==?\s*[\w.?]*\bkind\b`),
  new RegExp(String.raw`switch \([\w.?]*\bkind\)[^]*?\bcase ${WORD}`),
  new RegExp(String.raw`\[[^[\]]*${WORD}[^[\]]*\]\.includes\(`),
  /\.(?:includes|has)\([\w?]+\.kind\)/,
  /\b(?:Step|Expectation)\["kind"\]/,
  /\b(?:StepOf|ExpectationOf)<"|Extract<(?:Step|Expectation)\b/,
];

test("whoever is no owner of a step or an expectation does not ask which kind it is", () => {
  const files = sources("harness").filter(
    (file) =>
      !OWNERS.some((folder) => file.startsWith(`harness/${folder}/`)) &&
      !OTHER_KINDS.some((other) => file.startsWith(other)),
  );
  const asked = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    return QUESTIONS.flatMap((question) => {
      const found = question.exec(text);
      return found === null ? [] : [`${file}:${text.slice(0, found.index).split("\n").length}: ${found[0].slice(-60)}`];
    });
  });
  expect(files.length).toBeGreaterThan(300);
  expect(asked, "ask scenario/vocabulary, where the row of the kind answers").toEqual([]);
});

test("a kind has one file, of its own name, in each of its rooms", () => {
  const rooms = [
    { kinds: Object.keys(STEPS), folders: ["scenario/steps", "drive/steps"] },
    { kinds: Object.keys(EXPECTATIONS), folders: ["scenario/expectations", "judge/expectations"] },
  ];
  const all = sources("harness");
  const missing = rooms.flatMap(({ kinds, folders }) =>
    kinds.flatMap((kind) => folders.map((folder) => `harness/${folder}/${kind.replaceAll("_", "-")}.ts`)),
  );
  expect(missing.filter((file) => !all.includes(file))).toEqual([]);
});

test("a condition on the policy is read in scenario/model/when.ts alone", () => {
  const READ = /Object\.(?:keys|entries)\((?:(?:\w+\.)*when|require\.(?:policy|saml|not)|KNOBS)\b/;
  const files = sources("harness").filter((file) => !file.startsWith("harness/scenario/model/"));
  const read = files.flatMap((file) => {
    const found = READ.exec(readFileSync(join(ROOT, file), "utf8"));
    return found === null ? [] : [`${file}: ${found[0]}`];
  });
  expect(read).toEqual([]);
});

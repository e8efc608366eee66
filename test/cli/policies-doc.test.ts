import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { KNOBS, UNSAFE } from "../../harness/scenario/model/index.ts";

const doc = readFileSync(new URL("../../docs/policies.md", import.meta.url), "utf8");
const sections = doc.split(/^## /m).slice(1);
const values = sections.map((section) => {
  const [knob = ""] = section.split("\n", 1);
  const lines = [...section.matchAll(/^- `([\w]+)`:(.*)/gm)];
  return {
    knob,
    values: lines.map(([, value = ""]) => value),
    unsafe: lines.filter(([, , text = ""]) => text.includes("**Unsafe**")).map(([, value]) => value),
  };
});

it("docs/policies.md and the knobs are the same, both ways and in the same order", () => {
  expect(values.map(({ knob, values: words }) => [knob, words])).toEqual(Object.entries(KNOBS));
});

it("docs/policies.md marks the unsafe values, and no other", () => {
  const unsafe = values.filter((section) => section.unsafe.length > 0).map((section) => [section.knob, section.unsafe]);
  expect(Object.fromEntries(unsafe)).toEqual(
    Object.fromEntries(Object.entries(UNSAFE).map(([knob, known]) => [knob, Object.keys(known)])),
  );
});

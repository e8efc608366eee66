import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { EXIT_STATUS } from "../../harness/errors.ts";

it("docs/errors.md and the codes of errors.ts are the same, both ways", () => {
  const doc = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
  const documented = [...doc.matchAll(/^- `(ERR_\w+)` \((\d)\):/gm)].map(([, code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(documented)).toEqual(EXIT_STATUS);
  expect(documented).toHaveLength(Object.keys(EXIT_STATUS).length);
});

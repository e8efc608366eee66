import { expect, it } from "vitest";
import { shapeOf } from "../../harness/sp/shape.ts";

it.each<[unknown, string]>([
  [{ user: { id: 1, email: "ada@acme.test" }, expires: "soon" }, "$.user.id, $.user.email, $.expires"],
  [{ users: [{ id: 1 }, { id: 2, more: true }] }, "$.users[0].id"],
  [[{ id: 1 }], "$[0].id"],
  [{ "a b": 1, "x-y": { z: null } }, '$["a b"], $["x-y"].z'],
  [{ empty: {}, none: [] }, "$.empty, $.none"],
  [{ a: { b: { c: { d: 1 } } } }, "$.a.b.c"],
  [{ "\u001b[31m\nred": 1 }, '$["\\u001b[31m\\nred"]'],
  [Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, n])), expect.stringMatching(/\$\.k11 \.\.\.$/)],
  [{}, ""],
  [[], ""],
  [null, ""],
  ["text", ""],
  [undefined, ""],
])("%j has the paths %s", (document, paths) => {
  expect(shapeOf(document)).toEqual(paths);
});

it("holds no value", () => {
  expect(
    shapeOf({ token: "s3cret", list: ["s3cret"], deep: { deeper: { deepest: { value: "s3cret" } } } }),
  ).not.toContain("s3cret");
});

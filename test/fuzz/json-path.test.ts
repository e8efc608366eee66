import * as fc from "fast-check";
import { jsonpath } from "json-p3";
import { expect } from "vitest";
import { readJsonPath } from "../../harness/scenario/json-path.ts";
import { holds } from "./property.ts";

const name = fc.constantFrom("a", "b", "id", "length", "constructor", "__proto__", "toString", "0");
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, 0, "", "text", true, []),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(name, tie("value")), { selector: ([key]) => key, maxLength: 4 }).map(membersOf),
  ),
})).value;

/** As JSON.parse makes it, which gives an object a member `__proto__` of its own. */
function membersOf(members: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
}

holds(
  "a path of names finds what the library finds",
  [
    tree,
    fc.array(
      name.filter((one) => one !== "0"),
      { minLength: 1, maxLength: 4 },
    ),
  ],
  (value, names) => {
    const path = `$.${names.join(".")}`;
    expect(readJsonPath(value, path)).toEqual(
      jsonpath
        .compile(path)
        .query(value as never)
        .values(),
    );
  },
);

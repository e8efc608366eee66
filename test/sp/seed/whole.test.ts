import { expect, it } from "vitest";
import type { Account } from "../../../harness/observe/snapshot.ts";
import { whole } from "../../../harness/sp/seed/values.ts";

const account = (over: Partial<Account>): Account => ({ id: "1", ...over }) as Account;

it.each<[string, Account | undefined, { readonly [name: string]: string }, object]>([
  [
    "of an account that keeps parts",
    account({ given_name: "Ada", family_name: "King" }),
    { given_name: "Gus" },
    { name: "Gus King" },
  ],
  ["of one that keeps the whole", account({ name: "Ada de King" }), { given_name: "Gus" }, { name: "Gus de King" }],
  ["where the family name is another", account({ name: "Ada King" }), { family_name: "Byron" }, { name: "Ada Byron" }],
  ["of nobody known", undefined, { given_name: "Gus" }, { name: "Gus" }],
  ["that is said", account({ name: "Ada King" }), { given_name: "Gus", name: "G." }, {}],
  ["where no name is said", account({ name: "Ada King" }), { role: "admin" }, {}],
])("the whole name %s", (_, known, told, expected) => {
  expect(whole(known, told)).toEqual(expected);
});

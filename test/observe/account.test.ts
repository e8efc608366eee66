import { describe, expect, it } from "vitest";
import {
  changedFields,
  diffSnapshots,
  inNamespace,
  sameAccount,
  sameSnapshot,
  type Account,
} from "../../harness/observe/index.ts";

const ada: Account = {
  id: "1",
  email: "ada.k3x9q2ab@acme.test",
  roles: ["member", "admin"],
  identities: [{ issuer: "i", subject: "s" }],
  attributes: { tags: ["a", "b"] },
  seen_by: { id: "http" },
};

describe("sameAccount", () => {
  it("ignores who saw it and the order of sets, and nothing else", () => {
    expect(
      sameAccount(ada, {
        ...ada,
        roles: ["admin", "member"],
        identities: [{ subject: "s", issuer: "i" }],
        seen_by: {},
      }),
    ).toBe(true);
    expect(sameAccount(ada, { ...ada, email: "Ada.k3x9q2ab@acme.test" })).toBe(false);
    expect(sameAccount(ada, { ...ada, email: `${ada.email} ` })).toBe(false);
    expect(sameAccount(ada, { ...ada, roles: ["member", "admin", "admin"] })).toBe(false);
    expect(sameAccount(ada, { ...ada, attributes: { tags: ["b", "a"] } })).toBe(false);
  });

  it("is the same account whenever it was last signed in to", () => {
    expect(sameAccount({ ...ada, last_sign_in: null }, { ...ada, last_sign_in: "2026-11-30T09:00:00Z" })).toBe(true);
    expect(changedFields(ada, { ...ada, last_sign_in: "2026-11-30T09:00:00Z" })).toEqual([]);
  });

  it("tells a field that is null from one that is not shown", () => {
    expect(changedFields(ada, { ...ada, name: null })).toEqual(["name"]);
    expect(changedFields(ada, { ...ada, email: null, active: false })).toEqual(["active", "email"]);
  });
});

describe("inNamespace", () => {
  it("looks at every value, without case, lists and objects within included", () => {
    const bare: Account = { id: "7", seen_by: {} };
    expect(inNamespace(ada, "k3x9q2ab")).toBe(true);
    expect(inNamespace({ ...bare, username: "K3X9Q2AB-ada" }, "k3x9q2ab")).toBe(true);
    expect(inNamespace({ ...bare, identities: [{ subject: "k3x9q2ab-ada" }] }, "k3x9q2ab")).toBe(true);
    expect(inNamespace({ ...bare, attributes: { deep: [{ er: "x-k3x9q2ab" }] } }, "k3x9q2ab")).toBe(true);
    expect(inNamespace({ ...bare, seen_by: { email: "k3x9q2ab" } }, "k3x9q2ab")).toBe(false);
    expect(inNamespace(bare, "k3x9q2ab")).toBe(false);
  });
});

describe("diffSnapshots", () => {
  it("tells created, deleted and changed accounts", () => {
    const [bob, eve]: [Account, Account] = [
      { id: "2", seen_by: {} },
      { id: "3", seen_by: {} },
    ];
    const before = { at: 1, accounts: [ada, bob] };
    const after = { at: 2, accounts: [{ ...ada, email: "new" }, eve] };
    expect(diffSnapshots(before, after)).toEqual({
      created: [eve],
      deleted: [bob],
      changed: [{ before: ada, after: { ...ada, email: "new" }, fields: ["email"] }],
    });
    expect(sameSnapshot(before, { at: 9, accounts: [bob, ada] })).toBe(true);
    expect(sameSnapshot(before, after)).toBe(false);
  });
});

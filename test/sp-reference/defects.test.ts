import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFECTS, PACKS, parseDefects } from "../../sp-reference/defects/registry.ts";
import { spoil } from "../../sp-reference/defects/spoil.ts";
import { workings } from "../../sp-reference/workings.ts";
import { openWorld, person } from "./world.ts";

const nobody = () => {
  throw new Error("nothing runs yet");
};

describe("the registry", () => {
  test("ids are unique, searchable, and each says what was written", () => {
    const ids = DEFECTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, description } of DEFECTS) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("none is on by default, and each exchanges a part", () => {
    expect(spoil(workings, [], nobody)).toBe(workings);
    for (const { id } of DEFECTS) expect(spoil(workings, [id], nobody)).not.toEqual(workings);
  });

  test("each stands in a file of its own, in the folder of its pack", () => {
    const root = join(import.meta.dirname, "../../sp-reference/defects");
    for (const [pack, defects] of Object.entries(PACKS)) {
      const files = readdirSync(join(root, pack)).filter((name) =>
        readFileSync(join(root, pack, name), "utf8").includes(": Defect = {"),
      );
      expect(files.toSorted()).toEqual(defects.map(({ id }) => `${id}.ts`).toSorted());
    }
  });

  test("a list is read, and an unknown id is refused by name", () => {
    expect(parseDefects("")).toEqual([]);
    expect(parseDefects(" key-by-email, jit-off-ignored ,")).toEqual(["key-by-email", "jit-off-ignored"]);
    expect(() => parseDefects("key-by-mail")).toThrow("key-by-mail");
  });

  test("a schema that a defect exchanges is another one", () => {
    for (const id of ["key-by-email", "empty-email-matches", "email-collision-500"]) {
      expect(spoil(workings, [id], nobody).schema).not.toBe(workings.schema);
    }
  });
});

describe("those that no core check is about", () => {
  test("match-across-organizations enters another organization's account", async () => {
    const world = await openWorld({
      connections: ["acme-oidc", "one-address-oidc"],
      defects: ["match-across-organizations"],
    });
    const ada = await world.signIn("acme-oidc", person("ada", "acme.test"));
    const eve = await world.signIn("one-address-oidc", person("eve", "acme.test", { email: "ada@acme.test" }));
    expect(eve.account).toBe(ada.account);
  });

  test("link-by-username takes over the account of the same name", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["link-by-username"] });
    const ada = await world.signIn("acme-oidc", person("ada", "acme.test"));
    const eve = await world.signIn("acme-oidc", person("eve", "acme.test", { preferred_username: "ada" }));
    expect(eve.account).toBe(ada.account);
  });

  test("subject-case-folded makes one of two people", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["subject-case-folded"] });
    const one = await world.signIn("acme-oidc", person("Ada", "acme.test"));
    const other = await world.signIn("acme-oidc", person("ada", "acme.test", { email: "other@acme.test" }));
    expect(other.account).toBe(one.account);
  });

  test("email-verified-truthy believes a text", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["email-verified-truthy"] });
    await world.signIn("acme-oidc", person("ada", "acme.test", { email_verified: "false" }));
    expect((await world.accounts())[0]?.email_verified).toBe(true);
  });

  test("username-as-email stores what is no address", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["username-as-email"] });
    const { email: _, ...without } = person("ada", "acme.test");
    await world.signIn("acme-oidc", without);
    expect((await world.accounts())[0]?.email).toBe("ada");
  });

  test("domain-not-checked lets anybody in", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["domain-not-checked"] });
    expect((await world.signIn("acme-oidc", person("eve", "evil.test"))).account).not.toBeNull();
  });

  test("deactivated-signs-in does", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["deactivated-signs-in"] });
    const { account } = await world.signIn("acme-oidc", person("ada", "acme.test"));
    await world.admin("POST", `/accounts/${account}/deactivate`);
    expect((await world.signIn("acme-oidc", person("ada", "acme.test"))).account).toBe(account);
  });

  test("role-by-substring and group-string-split misread groups", async () => {
    const world = await openWorld({ connections: ["acme-oidc"], defects: ["role-by-substring"] });
    await world.signIn("acme-oidc", person("eve", "acme.test", { groups: ["no-admins"] }));
    expect((await world.accounts())[0]?.roles).toEqual(["admin"]);
    const split = await openWorld({ connections: ["acme-oidc"], defects: ["group-string-split"] });
    await split.signIn("acme-oidc", person("ada", "acme.test", { groups: "engineering" }));
    expect((await split.accounts())[0]?.roles).toEqual(["guest"]);
  });

  test("refusal-loops goes round", async () => {
    const world = await openWorld({ connections: ["closed-oidc"], defects: ["refusal-loops"] });
    const { page } = await world.signIn("closed-oidc", person("ada", "closed.test"));
    expect(page.status).not.toBe(403);
  });
});

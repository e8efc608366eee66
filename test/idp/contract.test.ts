import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isPortTaken } from "../../harness/ports.ts";
import type { ConnectionSpec, Idps, IdpPerson } from "../../harness/idp/port.ts";
import { ADA, oidcSpec, relyingParty, sent, Started } from "./support.ts";
import { open, pick, posted } from "./saml/support/browser.ts";
import { authnRequest, redirectUrl } from "./saml/support/request.ts";

/** One protocol's IdP, and what an SP sees of it. */
interface Kind {
  readonly spec: ConnectionSpec;
  /** Who the IdP says that somebody is who signs in; null where it names nobody. Throws where it sends no message. */
  readonly seen: (idps: Idps, person: string) => Promise<string | null>;
}

const claimOf = (token: string): { readonly sub?: string } =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as { readonly sub?: string };

const oidc = oidcSpec({ name: "acme" });
const KINDS: { readonly [protocol: string]: Kind } = {
  oidc: {
    spec: oidc,
    async seen(idps, person) {
      const { id_token } = await sent(await relyingParty(idps, oidc), person);
      return claimOf(id_token).sub ?? null;
    },
  },
  saml: {
    spec: {
      protocol: "saml",
      name: "acme",
      sp_entity_id: "urn:acme-app",
      acs: ["http://localhost:9/acs"],
      name_id: "persistent",
      sign: "assertion",
      attributes: {},
    },
    async seen(idps, person) {
      const facts = await idps.facts("acme");
      if (facts.protocol !== "saml") throw new Error("not a SAML connection");
      const { xml } = posted(await pick(await open(redirectUrl({ facts }, authnRequest())), person));
      return /<(?:\w+:)?NameID\b[^>]*>([^<]*)</.exec(xml)?.[1] ?? null;
    },
  },
};

const started = new Started();
afterEach(() => started.end());

describe.each(Object.entries(KINDS))("the mock IdP of %s: the contract of identity providers", (_, { spec, seen }) => {
  const person = (subject: string): IdpPerson => ({ key: ADA.key, claims: { ...ADA.claims, subject } });
  const start = (stateDir: string | null = null) => started.idps({ connections: [spec], stateDir });

  it("says of a person what it was last told, and of nobody whom it has forgotten", async () => {
    const idps = await start();
    idps.admit("acme", person("first"));
    expect(await seen(idps, ADA.key)).toBe("first");
    idps.admit("acme", person("second"));
    expect(await seen(idps, ADA.key)).toBe("second");
    idps.dismiss("acme", ADA.key);
    await expect(seen(idps, ADA.key)).rejects.toThrow(/no pick form/);
  });

  it("corrupts one person's sign-in and nobody else's, tells that it did, and is over then", async () => {
    const idps = await start();
    const bob = { ...person("bob"), key: "bob.k3x9q2ab" };
    idps.admit("acme", person("ada"));
    idps.admit("acme", bob);
    idps.arm("acme", ADA.key, { name: "missing-subject", parameters: {} });
    expect(await seen(idps, bob.key)).toBe("bob");
    expect(await seen(idps, ADA.key)).toBeNull();
    expect(idps.disarm("acme", ADA.key)).toMatchObject({ delivered: true });
    expect(await seen(idps, ADA.key)).toBe("ada");
  });

  it("a corruption that is taken back is not delivered, and one that nobody knows is not armed", async () => {
    const idps = await start();
    idps.admit("acme", person("ada"));
    idps.arm("acme", ADA.key, { name: "missing-subject", parameters: {} });
    expect(idps.disarm("acme", ADA.key)).toMatchObject({ delivered: false });
    expect(idps.disarm("acme", ADA.key)).toBeNull();
    expect(await seen(idps, ADA.key)).toBe("ada");
    expect(() => idps.arm("acme", ADA.key, { name: "no-such-tamper", parameters: {} })).toThrow(/no-such-tamper/);
  });

  it("messages that are to meet leave together, and one whose company never comes leaves alone", async () => {
    const idps = await start();
    const keys = ["a.k3x9q2ab", "b.k3x9q2ab"];
    for (const key of keys) idps.admit("acme", { ...person(key), key });
    const meeting = idps.meet("acme", keys, 2, 30_000);
    expect(await Promise.all(keys.map((key) => seen(idps, key)))).toEqual(keys);
    expect(meeting.together).toBe(2);
    meeting.end();
    const alone = idps.meet("acme", keys, 2, 50);
    expect(await seen(idps, "a.k3x9q2ab")).toBe("a.k3x9q2ab");
    expect(alone.together).toBe(1);
    alone.end();
  });

  it("somebody who comes by themselves leaves with the messages that they wait for, and waits for nobody after it", async () => {
    const idps = await start();
    const key = "a.k3x9q2ab";
    idps.admit("acme", { ...person(key), key });
    const meeting = idps.encounter([{ connection: "acme", key }], 1, "sign_in", 30_000);
    let left = false;
    const message = seen(idps, key).then((who) => {
      left = true;
      return who;
    });
    await vi.waitFor(() => expect(meeting.together).toBe(1));
    expect(left).toBe(false);
    await meeting.arrive();
    expect(await message).toBe(key);
    expect(meeting.together).toBe(2);
    await meeting.arrive();
    meeting.end();
  });

  it("its keys and secrets are the same as long as its folder is, and other ones without", async () => {
    const dir = mkdtempSync(join(tmpdir(), "jitterbug-idp-"));
    started.add(async () => rmSync(dir, { recursive: true, force: true }));
    // Addresses have a port of their own each time.
    const secret = async (idps: Idps) => {
      const facts = await idps.facts("acme");
      return facts.protocol === "saml" ? facts.certificate : await (await fetch(facts.jwks_uri)).text();
    };
    const [one, again, other] = [await start(dir), await start(dir), await start()];
    const first = await secret(one);
    expect(await secret(one)).toBe(first);
    expect(await secret(again)).toBe(first);
    expect(await secret(other)).not.toBe(first);
  });

  it("answers nobody any more once it is closed", async () => {
    const idps = await start();
    const port = Number(new URL(idps.origin).port);
    expect(await isPortTaken(["127.0.0.1"], port)).toBe(true);
    await idps.close();
    expect(await isPortTaken(["127.0.0.1"], port)).toBe(false);
  });
});

import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { ADA, oidcSpec, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

const BOB = { ...ADA, key: "bob", claims: { ...ADA.claims, subject: "bob" } };

async function idp() {
  const spec = oidcSpec();
  const idps = await started.idps({ connections: [spec] });
  for (const person of [ADA, BOB]) idps.admit(spec.name, person);
  const { facts } = await relyingParty(idps, spec);
  const kidOf = async (person: string) => {
    // A client that has kept no keys.
    const { config } = await relyingParty(idps, spec);
    const { id_token: token = "" } = await signIn(config, { person });
    await jwtVerify(token, createRemoteJWKSet(new URL(facts.jwks_uri)));
    return decodeProtectedHeader(token).kid;
  };
  const published = async () => {
    const { keys } = (await (await fetch(facts.jwks_uri)).json()) as { readonly keys: readonly { kid: string }[] };
    return keys.map(({ kid }) => kid);
  };
  return { idps, spec, facts, kidOf, published };
}

describe("an IdP that is otherwise for a while", () => {
  test("rotates its key for some people, and for nobody beside them; undone, the old one signs, and both are told", async () => {
    const { idps, spec, kidOf, published } = await idp();
    const old = await kidOf(ADA.key);
    const undo = await idps.alter(spec.name, { does: "rotate_keys", people: [ADA.key] });
    const rotated = await kidOf(ADA.key);
    expect(rotated).not.toBe(old);
    expect(await kidOf(BOB.key)).toBe(old);
    undo();
    expect(await kidOf(ADA.key)).toBe(old);
    const told = await published();
    expect(told).toContain(old);
    expect(told.at(-1)).toBe(rotated);
  });

  test("each rotation brings a key that was never seen", async () => {
    const { idps, spec, kidOf } = await idp();
    const seen = new Set([await kidOf(ADA.key)]);
    for (const _ of [1, 2]) {
      const undo = await idps.alter(spec.name, { does: "rotate_keys", people: [ADA.key] });
      seen.add(await kidOf(ADA.key));
      undo();
    }
    expect(seen.size).toBe(3);
  });

  test("has more in its key set than keys that sign, which jose and openid-client pass over; undone, it has not", async () => {
    const { idps, spec, facts, kidOf } = await idp();
    const keys = async () => {
      const told = (await (await fetch(facts.jwks_uri)).json()) as {
        readonly keys: readonly { [name: string]: unknown }[];
      };
      return told.keys.map(({ kty, use }) => `${String(kty)} ${String(use)}`);
    };
    const before = await keys();
    const undo = await idps.alter(spec.name, { does: "odd_keys", people: [] });
    expect(await keys()).toEqual(["example sig", "EC enc", ...before]);
    await kidOf(ADA.key);
    idps.arm(spec.name, ADA.key, { name: "encryption-key", parameters: {} });
    await expect(kidOf(ADA.key)).rejects.toThrow(/key/);
    expect(idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
    undo();
    expect((await keys()).toSorted()).toEqual(before.toSorted());
    idps.arm(spec.name, ADA.key, { name: "encryption-key", parameters: {} });
    await kidOf(ADA.key);
    expect(idps.disarm(spec.name, ADA.key)).toMatchObject({ delivered: false });
  });

  test("answers at the redirect URI of another connection while it is lent to it, and at its own all the time", async () => {
    const spec = oidcSpec();
    const other = oidcSpec({ name: "other", redirect_uris: ["http://localhost:4999/other"] });
    const idps = await started.idps({ connections: [spec, other] });
    idps.admit(other.name, ADA);
    const { facts } = await relyingParty(idps, other);
    const status = async (redirect_uri: string) => {
      const query = new URLSearchParams({ client_id: "app", response_type: "code", scope: "openid", redirect_uri });
      return (await fetch(`${facts.authorization_endpoint}?${query.toString()}`, { redirect: "manual" })).status;
    };
    const [theirs = ""] = spec.redirect_uris;
    const [own = ""] = other.redirect_uris;
    expect([await status(own), await status(theirs)]).toEqual([303, 400]);
    const undo = await idps.alter(other.name, { does: "lend", to: spec.name });
    expect([await status(own), await status(theirs)]).toEqual([303, 303]);
    undo();
    expect([await status(own), await status(theirs)]).toEqual([303, 400]);
  });

  test("fails at one endpoint until that is undone, and says when it was last asked", async () => {
    const { idps, spec, facts } = await idp();
    const before = Date.now();
    const undo = await idps.alter(spec.name, { does: "fail", endpoint: "jwks", status: 503 });
    const status = async (address: string) => (await fetch(address)).status;
    expect([await status(facts.jwks_uri), await status(facts.discovery_url)]).toEqual([503, 200]);
    expect(idps.lastAsked(spec.name, "jwks")).toBeGreaterThanOrEqual(before);
    undo();
    expect(await status(facts.jwks_uri)).toBe(200);
    await expect(idps.alter(spec.name, { does: "fail", endpoint: "metadata", status: 503 })).rejects.toMatchObject({
      code: "ERR_USAGE",
    });
  });
});

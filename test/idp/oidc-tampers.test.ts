import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterEach, expect, test } from "vitest";
import { ADA, authorize, oidcSpec, relyingParty, sent, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

async function acme() {
  const spec = oidcSpec();
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, ADA);
  idps.admit(spec.name, { key: "bob", claims: { subject: "bobs" } });
  return { idps, ...(await relyingParty(idps, spec)) };
}

test.each([
  ["missing-subject", {}, undefined],
  ["blank-subject", {}, ""],
  ["blank-subject", { text: " " }, " "],
  ["non-string-subject", {}, 1001],
  ["non-string-subject", { value: ["a"] }, ["a"]],
  ["nothing", {}, "k3x9q2ab-ada"],
])("%s %o: properly signed, the same in UserInfo, delivered once", async (name, parameters, sub) => {
  const at = await acme();
  at.idps.arm("acme-oidc", ADA.key, { name, parameters });
  const { id_token, userinfo, nonce } = await sent(at);
  const { payload } = await jwtVerify(id_token, createRemoteJWKSet(new URL(at.facts.jwks_uri)));
  const rest = { email: "ada@acme.test", name: "Ada Tester" };
  expect(payload).toMatchObject({ ...rest, nonce, iss: at.facts.issuer, aud: "app" });
  expect(userinfo).toMatchObject(rest);
  expect([payload.sub, userinfo.sub]).toEqual([sub, sub]);
  expect(at.idps.disarm("acme-oidc", ADA.key)).toEqual({ delivered: true });
  expect(at.idps.disarm("acme-oidc", ADA.key)).toBeNull();
  const after = await sent(at);
  expect([decodeJwt(after.id_token).sub, after.userinfo.sub]).toEqual(["k3x9q2ab-ada", "k3x9q2ab-ada"]);
});

test("the control differs from an ordinary sign-in in nothing but time and chance", async () => {
  const at = await acme();
  const ordinary = decodeJwt((await sent(at)).id_token);
  at.idps.arm("acme-oidc", ADA.key, { name: "nothing", parameters: {} });
  const control = decodeJwt((await sent(at)).id_token);
  const still = ({ iat: _iat, exp: _exp, nonce: _nonce, at_hash: _hash, ...claims }: Record<string, unknown>) => claims;
  expect(still(control)).toEqual(still(ordinary));
  expect(Object.keys(control).toSorted()).toEqual(Object.keys(ordinary).toSorted());
});

test("is armed for one person, and is not delivered by a sign-in that stops at the login page", async () => {
  const at = await acme();
  at.idps.arm("acme-oidc", ADA.key, { name: "missing-subject", parameters: {} });
  expect((await sent(at, "bob")).userinfo.sub).toBe("bobs");
  await authorize(at.config);
  expect(at.idps.disarm("acme-oidc", ADA.key)).toEqual({ delivered: false });
});

test("an unknown tamper names the known ones", async () => {
  const { idps } = await acme();
  expect(() => idps.arm("acme-oidc", ADA.key, { name: "no-such", parameters: {} })).toThrow(
    expect.objectContaining({ code: "ERR_USAGE", hint: expect.stringContaining("missing-subject") }),
  );
});

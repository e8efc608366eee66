import { join } from "node:path";
import { expect, it } from "vitest";
import { secretsOf, withoutSecretsOfLine } from "../../harness/report/index.ts";
import { loadTarget } from "../../harness/scenario/index.ts";
import { inFolder } from "../scenario/helpers.ts";

const TARGET = `target: app
base_url: http://localhost:3000
idps: { session: keep }
policy: { on_groups_absent: keep, id_token_signature: always }
connections:
  corp: { protocol: saml, sp_entity_id: urn:a, acs: http://localhost:3000/acs, sign_in: GET /in, signature: rsa-sha256 }
  web: { protocol: oidc, client_id: a, client_secret: quiet-1, redirect_uris: http://localhost:3000/cb, sign_in: GET /in?key=quiet-2 }
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: { http: GET /users, auth: { bearer: quiet-3 }, each: $, map: { id: $.id } }
drive: { password_sign_in: none, sign_out: none }
`;

it("is what stands under a secret's name, and no word of the file itself", () => {
  const target = inFolder({ "t.yaml": TARGET }, (root) => loadTarget(join(root, "t.yaml"), { env: {} }));
  expect(secretsOf(target).toSorted()).toEqual(["quiet-1", "quiet-2", "quiet-3"]);
});

it.each([
  ["    signature: rsa-sha256", "    signature: rsa-sha256"],
  ["  corp: { signature: ecdsa-sha384, client_secret: s1 }", "  corp: { signature: ecdsa-sha384, client_secret: *** }"],
  ["    client_secret: keep-this", "    client_secret: ***"],
  ["    X-Signature: c2lnbmVk", "    X-Signature: ***"],
])("a line that is shown for a fault: %s", (line, shown) => {
  expect(withoutSecretsOfLine(line)).toBe(shown);
});

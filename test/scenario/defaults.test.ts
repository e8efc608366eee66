import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { effectivePolicy, jsonSchema, loadTarget } from "../../harness/scenario/index.ts";
import type { Target } from "../../harness/scenario/model/index.ts";
import { faultsOf, inFolder } from "./helpers.ts";

const rest = `
observe: { session: { request: GET /me, map: { account: $.id } }, accounts: { exec: [list], each: $, map: { id: $.id } } }
`;

function load(yaml: string, env = {}): Target {
  return inFolder({ "t.yaml": `target: t\nbase_url: http://localhost:3000\n${yaml}${rest}` }, (root) =>
    loadTarget(join(root, "t.yaml"), { env }),
  );
}

const DEFAULTS = `
organizations: { acme: { verified_domains: [acme.test] }, globex: { verified_domains: [globex.test] } }
defaults:
  oidc:
    client_id: "app-{{ organization.name }}"
    client_secret: "\${SECRET}"
    redirect_uris: ["http://localhost:3000/auth/{{connection.name}}/callback"]
    sign_in: [{ open: "/login/{{connection.name}}" }, { press: "{{organization.name}}" }]
    claims: { groups: roles, email: mail }
    policy: { link_by: never, jit: on }
    signing_alg: ES256
  roles: { one: { group: engineering, role: member }, default: guest }
`;

describe("what connections have in common", () => {
  test("is taken where a connection does not say it; some of it key by key", () => {
    const { connections } = load(
      `${DEFAULTS}
connections:
  a: { protocol: oidc, organization: acme }
  b: { protocol: oidc, organization: globex, client_id: own, claims: { email: null_mail }, policy: { jit: off }, roles: { default: nobody } }
  s: { protocol: saml, organization: acme, sp_entity_id: urn:s, acs: http://localhost:3000/acs, sign_in: GET /s }
`,
      { SECRET: "s" },
    );
    const roles = { mapped: { one: { group: "engineering", role: "member" } }, default: "guest" };
    expect(connections[0]).toMatchObject({
      client_id: "app-acme",
      client_secret: "s",
      redirect_uris: ["http://localhost:3000/auth/a/callback"],
      claims: { groups: "roles", email: "mail" },
      policy: { link_by: "never", jit: "on" },
      signing_alg: "ES256",
      roles,
    });
    const spoken = JSON.stringify(connections[0]?.sign_in);
    expect(spoken).toContain(`"/login/a"`);
    expect(spoken).toContain(`"acme"`);
    expect(connections[1]).toMatchObject({
      client_id: "own",
      redirect_uris: ["http://localhost:3000/auth/b/callback"],
      claims: { groups: "roles", email: "null_mail" },
      policy: { link_by: "never", jit: "off" },
      roles: { ...roles, default: "nobody" },
    });
    expect(connections[2]).toMatchObject({ protocol: "saml", policy: {}, roles });
  });

  test("a policy that connections have in common goes behind what an organization declares, and before the target's", () => {
    const target = load(
      `policy: { jit: pending_approval, link_by: any_email }
${DEFAULTS.replace("globex: {", "globex: { policy: { jit: off },")}
connections:
  a: { protocol: oidc, organization: acme }
  b: { protocol: oidc, organization: globex }
  c: { protocol: oidc, organization: globex, policy: { jit: on } }
`,
      { SECRET: "s" },
    );
    const policies = target.connections.map((connection) => effectivePolicy(target, connection));
    expect(policies.map(({ jit, link_by }) => [jit, link_by])).toEqual([
      ["on", "never"],
      ["off", "never"],
      ["on", "never"],
    ]);
  });

  test("`null` takes nothing, and a public client takes no secret", () => {
    const { connections } = load(
      `${DEFAULTS}
connections:
  a: { protocol: oidc, organization: acme, client_auth: none, roles: null, signing_alg: ~ }
  c: { protocol: oidc, organization: acme, roles: { default: null } }
`,
      { SECRET: "s" },
    );
    expect(connections[0]).toMatchObject({ signing_alg: "RS256", roles: { mapped: {} } });
    expect(connections[0]).not.toHaveProperty("client_secret");
    expect(connections[0]?.roles).not.toHaveProperty("default");
    expect(connections[1]?.roles).not.toHaveProperty("default");
  });

  test("names stand for themselves without `defaults`, too, and for the one organization there is", () => {
    const sign_in = `GET /{{organization.name}}/{{connection.name}}`;
    const connection = `{ protocol: saml, sp_entity_id: urn:x, acs: http://localhost:3000/acs, sign_in: "${sign_in}" }`;
    const [implied] = load(`connections: { one: ${connection} }`).connections;
    expect(JSON.stringify(implied?.sign_in)).toContain("/default/one");
    const [only] = load(
      `organizations: { acme: { verified_domains: [acme.test] } }\nconnections: { two: ${connection} }`,
    ).connections;
    expect(JSON.stringify(only?.sign_in)).toContain("/acme/two");
  });

  test("what the environment gives is data: a name that stands in it is left as it is", () => {
    const connection = `{ protocol: oidc, organization: acme, client_id: "{{connection.name}}-\${ID}-\${NONE:-{{connection.name}}}", client_secret: "\${SECRET}" }`;
    const yaml = `${DEFAULTS}\nconnections:\n  a: ${connection}\n  b: { protocol: oidc, organization: "\${OWNER}" }\n`;
    const env = { ID: "x{{connection.name}}", SECRET: "{{ organization.name }}/{{connection.name}}", OWNER: "globex" };
    const { connections } = load(yaml, env);
    expect(connections[0]).toMatchObject({ client_id: "a-x{{connection.name}}-a" });
    expect(connections.map((one) => one.protocol === "oidc" && one.client_secret)).toEqual([env.SECRET, env.SECRET]);
  });

  test("a file that would unfold to too much is told in one line", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `  c${index}: { protocol: oidc, organization: acme }\n`);
    const claims = Array.from({ length: 40 }, (_, index) => `c${index}: x`).join(", ");
    const yaml = `${DEFAULTS.replace("claims: {", `claims: { ${claims},`)}\nconnections:\n${many.join("")}`;
    const faults = faultsOf(() => load(yaml, { SECRET: "s" }));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toContain("more than 100000 values");
  });

  test("an editor asks a connection for its protocol only", () => {
    const { properties } = jsonSchema("target") as { properties: { connections: { additionalProperties: unknown } } };
    const { oneOf } = properties.connections.additionalProperties as {
      oneOf: readonly { required: readonly string[]; properties: { acs?: unknown } }[];
    };
    expect(oneOf.map(({ required }) => required)).toEqual([["protocol"], ["protocol"]]);
    expect(JSON.stringify(oneOf[1]?.properties.acs)).toContain(`{"type":"null"}`);
  });
});

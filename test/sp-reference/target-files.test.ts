import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { defined } from "../../harness/defined.ts";
import { listDefects } from "../../harness/run/list-defects.ts";
import { effectivePolicy, loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import type { Connection as TargetConnection } from "../../harness/scenario/model/index.ts";
import type { Connection } from "../../sp-reference/config/model.ts";
import { loadOrganizations } from "../../sp-reference/config/organizations.ts";
import { DEFECTS } from "../../sp-reference/defects/registry.ts";

const BASE_URL = "http://localhost:{{port}}";

/** What a target file declares must be what the SP does: a declaration that drifts turns lawful behaviour red. */
describe.each([
  ["jitterbug.yaml", "organizations.yaml"],
  ["lawful/strict.yaml", "lawful/organizations/strict.yaml"],
  ["lawful/permissive.yaml", "lawful/organizations/permissive.yaml"],
  ["lawful/closed.yaml", "lawful/organizations/closed.yaml"],
  ["lawful/library-defaults.yaml", "lawful/organizations/library-defaults.yaml"],
  ["vendors/jitterbug.yaml", "vendors/organizations.yaml"],
])("%s", (targetFile, organizationsFile) => {
  const target = loadTarget(path(targetFile), { env: {} });
  const { organizations, connections } = loadOrganizations(path(organizationsFile), {
    baseUrl: BASE_URL,
    idpUrl: "http://127.0.0.1:1",
    clientSecret: () => null,
    scimToken: () => null,
  });

  test("names the organizations and their domains", () => {
    const declared = target.organizations.map(({ name, verified_domains, public_domain }) => [
      name,
      public_domain === undefined ? verified_domains : [...verified_domains, public_domain],
    ]);
    expect(declared).toEqual([...organizations.values()].map(({ name, domains }) => [name, domains]));
  });

  test("names the connections", () => {
    expect(target.connections.map(({ name }) => name).toSorted()).toEqual([...connections.keys()].toSorted());
  });

  test.each(target.connections.map((connection) => [connection.name, connection] as const))("%s", (name, declared) => {
    const configured = connections.get(name) as Connection;
    const policy = effectivePolicy(target, declared);
    expect(policy).toEqual({
      ...configured.policy,
      clock_skew_s: String(configured.policy.clock_skew_s),
      default_role: configured.defaultRole === null ? "none" : "role",
      required_group: configured.policy.required_group === null ? "none" : "named",
    });
    expect(declared.roles.required ?? null).toBe(configured.policy.required_group);
    expect(declared.organization).toBe(configured.organization.name);
    expect(wire(declared, configured)).toEqual(expected(configured));
    const { one, two } = declared.roles.mapped;
    expect({ [one?.group ?? ""]: one?.role, [two?.group ?? ""]: two?.role }).toEqual(configured.roles);
    expect(declared.roles.default).toBe(configured.defaultRole ?? undefined);
  });
});

test("the SP tells its defects, what each does, and which of them wait for a check", () => {
  const told = listDefects(loadTarget(path("jitterbug.yaml"), { env: {} }), process.env);
  expect(told).toEqual(
    DEFECTS.map(({ id, description, waits_for }) => ({ id, description, ...defined({ waits_for }) })),
  );
});

test("each defect is one that a check kills, or waits for a check that is not there", () => {
  const scenarios = loadScenarios([path("../scenarios")], { root: path("..") });
  const killed = new Set(scenarios.flatMap(({ killed_by }) => killed_by));
  const idle = DEFECTS.filter(({ id, waits_for }) => killed.has(id) === (waits_for !== undefined));
  expect(idle.map(({ id }) => id)).toEqual([]);
  const there = DEFECTS.filter(({ waits_for }) => scenarios.some(({ id }) => id === waits_for));
  expect(there.map(({ id }) => id)).toEqual([]);
});

/** What is left to the SP's metadata is what the SP says of itself. */
function wire(declared: TargetConnection, configured: Connection) {
  if (declared.protocol === "oidc") {
    const { protocol, client_id, client_auth, redirect_uris } = declared;
    return { protocol, client_id, client_auth, redirect_uris };
  }
  const { protocol, sp_entity_id, acs, attributes, encrypt = false, sp_metadata } = declared;
  const said = configured.protocol === "saml" && sp_metadata !== undefined ? configured : undefined;
  return {
    protocol,
    sp_entity_id: sp_entity_id ?? said?.spEntityId,
    acs: acs.length > 0 ? acs : [said?.acsUrl],
    email: attributes["email"] ?? "email",
    encrypt,
    sp_metadata: sp_metadata?.from.replace("{{base_url}}", BASE_URL),
  };
}

function expected(configured: Connection) {
  return configured.protocol === "oidc"
    ? {
        protocol: "oidc",
        client_id: configured.clientId,
        client_auth: configured.clientAuth,
        redirect_uris: [configured.redirectUri],
      }
    : {
        protocol: "saml",
        sp_entity_id: configured.spEntityId,
        acs: [configured.acsUrl],
        email: configured.attributes["email"],
        encrypt: configured.encryptedAssertions,
        // Where the SP announces a key, the target has it from there.
        sp_metadata:
          configured.signRequests || configured.encryptedAssertions
            ? `${BASE_URL}/auth/${configured.name}/metadata`
            : undefined,
      };
}

function path(file: string): string {
  return fileURLToPath(new URL(`../../sp-reference/${file}`, import.meta.url));
}

/**
 * Providers of an organization, as the documentation shows: an owner registers them, and getRole gives the role of who
 * comes in through one. That the domain is verified is written to the table: nothing on loopback has a DNS record.
 */
import { providers } from "./providers.js";

const ROLES = { engineering: "admin", board: "owner" };

export async function getRole({ userInfo }) {
  const [role] = [userInfo.groups ?? []].flat().flatMap((group) => ROLES[group] ?? []);
  return role ?? "member";
}

export async function register(auth) {
  const owner = { name: "Owner", email: "owner@elsewhere.test", password: "only-for-a-site-on-loopback" };
  const { headers: answered } = await auth.api.signUpEmail({ body: owner, returnHeaders: true });
  const cookie = answered
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const headers = new Headers({ cookie });
  const { id: organizationId } = await auth.api.createOrganization({ body: { name: "Stranger", slug: "s" }, headers });
  const { adapter } = await auth.$context;
  for (const { providerId, domain, oidcConfig, samlConfig } of providers) {
    const { issuer, ...config } = oidcConfig ?? samlConfig;
    const mapping = { email: "email", name: "name", extraFields: { groups: "groups" } };
    const protocol = oidcConfig === undefined ? { samlConfig: config } : { oidcConfig: { ...config, mapping } };
    await auth.api.registerSSOProvider({ body: { providerId, issuer, domain, organizationId, ...protocol }, headers });
    const where = [{ field: "providerId", value: providerId }];
    await adapter.update({ model: "ssoProvider", where, update: { domainVerified: true } });
  }
}

/** The page to which an invitation's link leads, when its person has signed in. */
export async function accept(auth, invitationId, headers) {
  try {
    await auth.api.acceptInvitation({ body: { invitationId }, headers });
    return "Welcome to the organization.";
  } catch (error) {
    return `The invitation was not accepted: ${error.message}`;
  }
}

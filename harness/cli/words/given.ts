import { conditionsInWords, type GivenConnection, type Person, type Scenario } from "../../scenario/model/index.ts";
import { accountInWords, invitationInWords, valueInWords } from "../../scenario/words.ts";

/** What a scenario starts from, one sentence each without its full stop. */
export function givenInWords({ given, require, each }: Scenario): readonly string[] {
  return [
    ...given.people.map(person),
    ...given.accounts.map((account) => `at the SP: ${accountInWords(account)}`),
    ...given.invitations.map((invitation) => `at the SP: ${invitationInWords(invitation)}`),
    ...given.connections.map(connection),
    ...conditionsInWords(require.policy).map((condition) => `a connection where ${condition}`),
    ...conditionsInWords(require.saml ?? {}).map((condition) => `over SAML a connection where ${condition}`),
    ...conditionsInWords(require.not, "is not").map((condition) => `a connection where ${condition}`),
    ...conditionsInWords(require.identity_key.length === 0 ? {} : { identity_key: require.identity_key }).map(
      (condition) => `a connection where ${condition}`,
    ),
    ...(require.shows.length === 0 ? [] : [`an SP that shows the ${require.shows.join(", ")} of its accounts`]),
    ...(require.seeds.length === 0 ? [] : [`an SP whose accounts can be seeded with ${require.seeds.join(", ")}`]),
    ...(require.roles === 0 ? [] : [`a connection that maps ${require.roles} of its groups to roles`]),
    ...(require.domains === 1 ? [] : [`an organization with ${require.domains} verified domains`]),
    ...(require.public_domain === true
      ? ["an organization that entered a public mail provider's domain as its own"]
      : []),
    ...(require.default_role
      ? ["a connection that names the role of a person who is given none, or says that there is none"]
      : []),
    ...require.required_attributes.map((claim) =>
      claim.startsWith("!")
        ? `a connection that does not require ${claim.slice(1)}`
        : `a connection that requires ${claim}`,
    ),
    ...(require.can.length === 0 ? [] : [`an SP that can ${require.can.join(", ")}`]),
    ...(each.length === 0 ? [] : [`once for each of: ${each.map(({ name }) => name).join(", ")}`]),
  ];
}

function person({ name, at, guest, assigned, claims, without }: Person): string {
  const told = Object.entries(claims).map(([claim, value]) => `${claim} ${valueInWords(value)}`);
  const details = [
    ...(guest === true ? ["a guest"] : []),
    ...(assigned === false ? ["not given the application"] : []),
    ...told,
    ...without.map((claim) => `no ${claim}`),
  ];
  const where = at === undefined ? "" : ` at ${at}`;
  return `at the IdP: ${name}${where}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

function connection({ name, organization, issuer, protocol }: GivenConnection): string {
  const details = [
    ...(protocol === undefined ? [] : [`over ${protocol}`]),
    ...(organization === undefined
      ? []
      : [organization === "same" ? "of the same organization" : "of another organization"]),
    ...(issuer === undefined ? [] : [issuer === "same" ? "with the same issuer" : "with another issuer"]),
  ];
  return `a connection, ${name}${details.length === 0 ? "" : `, ${details.join(", ")}`}`;
}

import { TAMPERS, type TamperProtocol } from "../../../harness/tampers/index.ts";
import { OIDC_POINTS } from "../../../harness/tampers/oidc.ts";
import { NEEDS, WHEN, type TamperRow } from "../../../harness/tampers/row.ts";
import { SAML_POINTS } from "../../../harness/tampers/saml.ts";

const PROTOCOLS = [
  { protocol: "oidc", title: "OpenID Connect", points: OIDC_POINTS },
  { protocol: "saml", title: "SAML", points: SAML_POINTS },
] as const;

/** Every tamper by protocol and point of attack. */
export function tampers(): string {
  return PROTOCOLS.map(({ protocol, title, points }) => {
    const parts = Object.entries(points).map(([point, about]) => atPoint(protocol, point, about));
    return [`## ${title}`, "", ...parts].join("\n");
  }).join("\n");
}

function atPoint(protocol: TamperProtocol, point: string, about: string): string {
  const rows = Object.entries(TAMPERS[protocol]).filter(([, { at }]) => at === point);
  return [`### \`${point}\`: ${about}`, "", ...rows.map(([name, row]) => line(name, row)), ""].join("\n");
}

function line(name: string, { when, needs = [], parameters = {}, about }: TamperRow<string>): string {
  const lacking = needs.map((need) => ` Not applicable where ${NEEDS[need]}.`);
  const taken = Object.entries(parameters).map(
    ([word, one]) => ` \`${word}\`: ${one.type}, ${one.about}; \`${JSON.stringify(one.default)}\`.`,
  );
  return `- \`${name}\` (${WHEN[when]}): ${about}${lacking.join("")}${taken.join("")}`;
}

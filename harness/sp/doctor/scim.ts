import { beginning } from "../../beginning.ts";
import { defined } from "../../defined.ts";
import { messageOf } from "../../errors.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Organization, ScimServer } from "../../scenario/model/index.ts";
import type { Patient } from "./options.ts";

const BASE = "correct scim: base, which is the address below which /Users is (RFC 7644, section 1.3)";
const TOKEN = "correct scim: auth, or have the SP give this organization a token";

/** Each organization's SCIM server answers as one, and lets the IdP in. Nothing is changed there. */
export async function examineScim(patient: Patient): Promise<Finding[]> {
  const { target } = patient;
  const pushed = target.organizations.flatMap((organization) => {
    const policy = { ...target.policy, ...organization.policy };
    return organization.scim === undefined || policy.scim === "off"
      ? []
      : [{ organization, server: organization.scim }];
  });
  const findings: Finding[] = [];
  for (const { organization, server } of pushed) {
    const problem = await problemOf(patient, organization, server);
    if (problem === null) continue;
    const topic = pushed.length === 1 ? "scim" : `scim ${organization.name}`;
    findings.push({ topic, ok: false, ...problem });
    // The others are most likely wrong in the same way.
    if (findings.length >= MOST_TOLD) break;
  }
  if (pushed.length === 0 || findings.length > 0) return findings;
  const whose = pushed.length === 1 ? "" : ` for ${pushed.length} organizations`;
  return [{ topic: "scim", ok: true, message: `the SCIM server answers, and lets the IdP in${whose}` }];
}

const MOST_TOLD = 3;

type Problem = Pick<Finding, "message" | "hint">;

async function problemOf({ sp, ns }: Patient, { name }: Organization, { place }: ScimServer): Promise<Problem | null> {
  const filter = encodeURIComponent(`userName eq "${ns}"`);
  const asked = `GET /Users (scim, ${place.file}:${place.line})`;
  const told = (what: string, hint?: string): Problem => ({ message: `${asked} ${what}`, ...defined({ hint }) });
  try {
    const headers = { accept: "application/scim+json" };
    const answer = await sp.scim(name)?.({ method: "GET", path: `/Users?filter=${filter}&count=1`, headers });
    if (answer === undefined) return null;
    if ("failure" in answer)
      return told(`got no answer: ${answer.detail}`, answer.failure === "timeout" ? undefined : BASE);
    const { status, body } = answer;
    if (status === 401 || status === 403) return told(`is refused: HTTP ${status}: ${beginning(body, 120)}`, TOKEN);
    if (status >= 300 && status < 400) return told(`answered HTTP ${status}: no IdP follows that`, BASE);
    // A server need not know filters; it speaks SCIM all the same.
    if (status === 400 || status === 501) return null;
    if (status >= 400) return told(`answered HTTP ${status}: ${beginning(body, 120) || "(empty)"}`, BASE);
    if (!isList(body)) return told(`answered HTTP ${status} with no list of SCIM's: ${beginning(body, 120)}`, BASE);
    return null;
  } catch (error) {
    return told(messageOf(error));
  }
}

function isList(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && ("totalResults" in value || "Resources" in value);
  } catch {
    return false;
  }
}

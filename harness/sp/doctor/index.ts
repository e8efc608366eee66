import { randomInt } from "node:crypto";
import type { Agent } from "../../agent/port.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { Sp } from "../port.ts";
import { examineAccounts } from "./accounts.ts";
import { examineConnection } from "./connection.ts";
import type { ExchangeLog, Patient, TrustFacts } from "./options.ts";
import { examineEvents } from "./events.ts";
import { examineInvitations } from "./invitations.ts";
import { examineScim } from "./scim.ts";
import { examineSession } from "./session.ts";

export type { ExchangeLog, TrustFacts } from "./options.ts";

const CONNECTIONS_AT_ONCE = 4;

/**
 * Looks, before anything runs, whether the SP is set up as its target file says: each connection's sign-in leads to
 * its own IdP with the right client and address, the accounts can be read, what is seeded is seen, and a fresh
 * browser is signed out. One finding for each; those that are not ok say what to change where. Never throws.
 */
export async function diagnose(
  sp: Sp,
  target: Target,
  facts: ReadonlyMap<string, TrustFacts>,
  agent: Agent,
  log: ExchangeLog,
): Promise<readonly Finding[]> {
  const patient: Patient = { sp, target, facts, agent, log, ns: throwaway() };
  const [connections, session, accounts, scim, events, invitations] = await Promise.all([
    examineConnections(patient),
    examineSession(patient),
    examineAccounts(patient),
    examineScim(patient),
    examineEvents(patient),
    examineInvitations(patient),
  ]);
  return [...session, ...connections, ...accounts, ...scim, ...events, ...invitations];
}

/** In the order of the file, a few at a time. */
async function examineConnections(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  const queue = patient.target.connections.entries();
  const lane = async () => {
    for (const [at, connection] of queue) findings[at] = await examineConnection(patient, connection);
  };
  await Promise.all(Array.from({ length: CONNECTIONS_AT_ONCE }, lane));
  return findings;
}

/** What the doctor seeds may stay where the target cannot remove it: another name every time. */
function throwaway(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  return `d${Array.from({ length: 7 }, () => letters[randomInt(letters.length)]).join("")}`;
}

import { z } from "zod";
import { PROTOCOLS } from "../model/index.ts";
import type { Given, GivenConnection } from "../model/index.ts";
import { PLANNED_GIVEN } from "../planned.ts";
import { accountsSchema, buildAccounts } from "./account.ts";
import type { Cursor } from "./cursor.ts";
import { buildPeople, peopleSchema } from "./person.ts";
import type { Bases } from "./person.ts";
import { buildInvitations, invitationsSchema } from "./invitation.ts";
import { strictWithPlanned } from "./strict.ts";
import { defined, nameSchema } from "./words.ts";

const relation = z.enum(["same", "other"]).optional();

const connectionSchema = z.strictObject({
  organization: relation.describe("Against the first connection: in the same organization or another; left out: any."),
  issuer: relation.describe(
    "Against the first connection: the same issuer (another client of it, where there is one) or another; left out: another.",
  ),
  protocol: z.enum(PROTOCOLS).optional().describe("Left out: the check's own protocol."),
  names: z
    .literal("other")
    .optional()
    .describe("Its IdP sends claims under other names than that of the first connection; left out: as it may be."),
});

const connectionsSchema = z
  .record(nameSchema, connectionSchema.nullable())
  .describe("Connections by the scenario's own names; the planner binds them to the target's.");

export const givenSchema = strictWithPlanned(
  {
    people: peopleSchema.optional(),
    accounts: accountsSchema.optional(),
    invitations: invitationsSchema.optional(),
    connections: connectionsSchema.optional(),
  },
  PLANNED_GIVEN,
).describe("What there is before the first step.");

export function buildGiven(written: z.infer<typeof givenSchema>, at: Cursor, bases: Bases): Given {
  const connections = buildConnections(written.connections ?? {}, at.in("connections"));
  const people = buildPeople(written.people ?? [], at.in("people"), bases);
  const accounts = buildAccounts(written.accounts ?? {}, at.in("accounts"));
  const invitations = buildInvitations(written.invitations ?? {}, at.in("invitations"));
  return { connections, people, accounts, invitations };
}

function buildConnections(written: z.infer<typeof connectionsSchema>, at: Cursor): readonly GivenConnection[] {
  return Object.entries(written).map(([name, connection]) => {
    const here = at.in(name);
    here.noteKey("define", "connection", name);
    return { ...defined({ ...connection }), name, place: here.keyPlace };
  });
}

import type { Invitation, Scenario, SeededAccount } from "./model/index.ts";
import { invitedBy, seededBy } from "./vocabulary/index.ts";

type Seeding = Pick<Scenario, "given" | "steps">;

/** Every account that the scenario seeds, before its steps or in them. */
export function seededIn({ given, steps }: Seeding): readonly SeededAccount[] {
  return [...given.accounts, ...steps.flatMap(seededBy)];
}

/** Every invitation that the scenario makes, before its steps or in them. */
export function invitationsIn({ given, steps }: Seeding): readonly Invitation[] {
  return [...given.invitations, ...steps.flatMap(invitedBy)];
}

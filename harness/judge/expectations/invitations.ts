import type { ExpectationOf } from "../../scenario/model/index.ts";
import { ruled, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** What became of invitations, where the SP shows them: what else there is to see of one is judged by the sign-ins. */
export function judgeInvitations({ are }: ExpectationOf<"invitations">, { seen }: Scene): readonly Ruling[] {
  const { invitations } = seen;
  if (invitations === undefined) return [];
  return Object.entries(are).map(([name, state]) => {
    const actual = invitations[name] ?? "closed";
    return ruled(actual === state, `the invitation ${name} ${state}`, `it is ${actual}`);
  });
}

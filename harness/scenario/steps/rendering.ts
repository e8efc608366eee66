import type { Json } from "../model/names.ts";
import type { Invitation, SeededAccount } from "../model/step.ts";

/** How the planner fills in the templates of a step, for one variant of a check. Throws TemplateError. */
export interface Rendering {
  text(text: string): string;
  /** Every text in a value; one that is a whole template becomes whatever that stands for. */
  value<T>(value: T): T;
  /** As seen from a person's own connection. */
  of(person: string): Pick<Rendering, "value"> & {
    /** What the IdP says of them, with what whoever comes in there needs. */
    claims(claims: { readonly [claim: string]: Json }): { readonly [claim: string]: Json };
  };
  /** What the target calls a connection of the scenario. */
  connection(name: string): string;
  account(account: SeededAccount): SeededAccount;
  invitation(invitation: Invitation): Invitation;
}

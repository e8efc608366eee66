import { defined } from "../../defined.ts";
import { JitterbugError, messageOf } from "../../errors.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Patient } from "./options.ts";

/** The SP's invitations can be read where the target file says how. */
export async function examineInvitations({ sp, target, ns }: Patient): Promise<Finding[]> {
  if (target.observe.invitations === undefined) return [];
  try {
    await sp.invitations(ns);
    return [{ topic: "invitations", ok: true, message: "can be read" }];
  } catch (error) {
    const hint = error instanceof JitterbugError ? error.hint : undefined;
    return [{ topic: "invitations", ok: false, message: messageOf(error), ...defined({ hint }) }];
  }
}

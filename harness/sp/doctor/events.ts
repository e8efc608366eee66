import { defined } from "../../defined.ts";
import { JitterbugError, messageOf } from "../../errors.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Patient } from "./options.ts";

/** The SP's audit log can be read where the target file says how. */
export async function examineEvents({ sp, target, ns }: Patient): Promise<Finding[]> {
  if (target.observe.events === undefined) return [];
  try {
    await sp.events(ns);
    return [{ topic: "events", ok: true, message: "the audit log can be read" }];
  } catch (error) {
    const hint = error instanceof JitterbugError ? error.hint : undefined;
    return [{ topic: "events", ok: false, message: messageOf(error), ...defined({ hint }) }];
  }
}

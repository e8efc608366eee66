import type { z } from "zod";
import { suggest } from "../faults.ts";
import { ACCOUNT_FIELDS } from "../model/index.ts";

/** A key that is no field of an account is told with the nearest that is. */
export function refuseUnknownField(field: string, context: z.RefinementCtx): void {
  if (ACCOUNT_FIELDS.some((known) => known === field) || /^attributes\..+/.test(field)) return;
  const hint = suggest(field, ACCOUNT_FIELDS, "The fields (besides `attributes.NAME`):");
  context.addIssue({
    code: "custom",
    path: [field],
    message: `\`${field}\` is not a field of an account`,
    params: { hint, key: true },
  });
}

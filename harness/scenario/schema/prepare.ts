import { z } from "zod";
import type { PrepareStep } from "../model/index.ts";
import { ACTION_SCHEMAS, buildAction, type WrittenAction } from "./action.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { buildCall, CALL_SCHEMAS, type WrittenCall } from "./seed.ts";

const stepSchema = keyed<WrittenCall | WrittenAction>({
  what: "a step",
  schemas: { ...CALL_SCHEMAS, ...ACTION_SCHEMAS },
});

/** Calls as in `seed`, and actions as in `sign_in`, in the order in which they are done. */
export const prepareSchema = z.array(stepSchema).min(1, "must not be an empty list");

export function buildPrepare(written: z.infer<typeof prepareSchema> | undefined, at: Cursor): readonly PrepareStep[] {
  return (written ?? []).map((step, index) => {
    const here = at.in(index);
    return isCall(step) ? { ...buildCall(step, here), place: here.place } : buildAction(step, here);
  });
}

function isCall(step: WrittenCall | WrittenAction): step is WrittenCall {
  return Object.keys(CALL_SCHEMAS).some((kind) => Object.hasOwn(step, kind));
}

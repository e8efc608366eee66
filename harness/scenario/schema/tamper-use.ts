import { z } from "zod";
import type { TamperUse } from "../model/step.ts";
import { tamperSchemas } from "./tampers.ts";
import { json, text } from "./words.ts";

/** Names and parameters are looked at by `check/tampers.ts`, which knows their protocols; editors read them here. */
export function tamperSchema(about: string) {
  return z
    .union([text, z.record(z.string(), z.record(z.string(), json).nullable())])
    .refine((written) => typeof written === "string" || Object.keys(written).length === 1, "must name one tamper")
    .meta({
      title: "tamper",
      description: `${about}: \`name\`, or \`{ name: { parameter: value } }\`.`,
      anyOf: tamperSchemas(),
    });
}

export function toTamper(written: z.infer<ReturnType<typeof tamperSchema>>): TamperUse {
  if (typeof written === "string") return { name: written, parameters: {} };
  const [[name, parameters] = ["", null]] = Object.entries(written);
  return { name, parameters: parameters ?? {} };
}

import { z } from "zod";
import { isLoopback } from "../../loopback.ts";
import type { Mail } from "../model/mail.ts";
import { authSchema, buildAuth } from "./auth.ts";
import type { Cursor } from "./cursor.ts";
import { keyed } from "./keyed.ts";
import { defined, jsonPath, requestLine, stringMap, toRequestLine } from "./words.ts";

const LISTEN = /^(\[[0-9a-f:.]+\]|[^\s:/]+):(\d{1,5})$/i;

const smtp = z.strictObject({
  smtp: z
    .string()
    .refine((written) => written === "free" || isListen(written), "must be `free` or `host:port`, not %")
    .refine((written) => !isListen(written) || isLoopback(hostOf(written)), {
      error: "must be an address of this machine such as `127.0.0.1:2525`, not %",
    })
    .describe(
      "The kit receives the SP's mail by SMTP, and sends none on: `free` (a free port), or `host:port` of this machine. `{{mail.host}}`, `{{mail.port}}` and `{{mail.url}}` say where.",
    ),
});

const http = z.strictObject({
  http: requestLine.describe("`METHOD path` that answers what was sent to `{{email}}`, or all that was sent."),
  headers: stringMap.optional(),
  auth: authSchema,
  text: jsonPath
    .optional()
    .describe("JSONPath to the texts of the mails, plain or HTML; left out: the whole answer is one text."),
});

type Written = z.infer<typeof smtp> | z.infer<typeof http>;

export const mailSchema = keyed<Written>({
  what: "`mail`",
  schemas: { smtp, http },
  cure: "Take one of the two out.",
});

export function buildMail(written: Written | undefined, at: Cursor): Mail | undefined {
  if (written === undefined) return undefined;
  const { place } = at;
  if ("smtp" in written) {
    const { smtp: listen } = written;
    return listen === "free"
      ? { kind: "smtp", place }
      : { kind: "smtp", listen: { host: hostOf(listen), port: portOf(listen) }, place };
  }
  const { headers = {}, text } = written;
  return {
    kind: "http",
    request: toRequestLine(written.http),
    headers,
    ...defined({ auth: buildAuth(written.auth), text }),
    place,
  };
}

function isListen(written: string): boolean {
  return LISTEN.test(written) && portOf(written) <= 65_535;
}

function hostOf(written: string): string {
  return (LISTEN.exec(written)?.[1] ?? written).replace(/^\[|\]$/g, "");
}

function portOf(written: string): number {
  return Number(LISTEN.exec(written)?.[2] ?? 0);
}

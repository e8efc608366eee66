import { z } from "zod";
import type { Resolution, Target } from "../model/index.ts";
import { parseResolution } from "../resolve.ts";
import { defined, text } from "./words.ts";

export const idpsSchema = z
  .strictObject({
    listen: z
      .string()
      .refine(
        (written) => /^(?:\[[0-9a-f:.]+\]|[^\s:/]+):\d{1,5}$/i.test(written) && URL.canParse(`http://${written}`),
        "must be `host:port`, not %",
      )
      .optional()
      .describe("`host:port` of the mock IdPs; left out: a free port."),
    url: z
      .string()
      .refine(
        (written) => /^https?:\/\/[^\s/?#@]+\/?$/.test(written) && URL.canParse(written),
        "must be an address without a path, such as `http://idp.test:9400`, not %",
      )
      .optional()
      .describe(
        "The address under which the SP and everybody's browser reach them, where it is not that of `listen`; port 0 stands for the port that is listened on.",
      ),
    tls: z
      .union([
        z.boolean(),
        z.strictObject({
          certificate: text.describe("PEM file: the certificate, with those above it."),
          key: text.describe("PEM file of its private key."),
          ca: text.optional().describe("PEM file of what must be trusted for it; left out: the certificate itself."),
        }),
      ])
      .optional()
      .describe(
        "`true`: they answer by https, with a certificate of the kit's own authority; or a certificate of yours.",
      ),
    people: text.optional().describe("A people file for the login page."),
    session: z
      .literal("keep", { error: "must be `keep`, or be left out, not %" })
      .optional()
      .describe(
        "`keep`: in `idp` and `demo`, who has signed in at an IdP stays so in the browser; a run takes no notice.",
      ),
  })
  .describe("Where the mock identity providers are.");

/** Without `tls`, whose files are read later. */
export function buildIdps(written: z.infer<typeof idpsSchema> | undefined): Target["idps"] {
  const { listen, url, people, session } = written ?? {};
  return defined({ listen, url: url?.replace(/\/$/, ""), people, session });
}

export function buildResolve(written: readonly string[]): readonly Resolution[] {
  return written.map(parseResolution).filter((one) => "name" in one);
}

export type WrittenTls = NonNullable<z.infer<typeof idpsSchema>["tls"]>;

export const resolveSchema = z
  .array(
    z.string().superRefine((written, context) => {
      const read = parseResolution(written);
      if ("name" in read) return;
      const { message, hint } = read;
      context.addIssue({ code: "custom", message, params: { hint } });
    }),
  )
  .describe("Names with addresses of their own, as `sp.test:8443:127.0.0.1`; the port may be `{{port}}`.");

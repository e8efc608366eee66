import { z } from "zod";
import type { StepBase, TamperUse } from "../model/step.ts";
import { tamperSchema, toTamper } from "../schema/tamper-use.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** The IdP ends a person's sessions and tells the SP, as OpenID Connect and SAML have it. */
export interface LogoutStep extends StepBase {
  readonly kind: "logout";
  readonly person: string;
  /** The scenario's name of a connection; left out: the person's own. */
  readonly connection?: string;
  /** Where SAML takes the way through a browser; and who is signed in there then. */
  readonly browser?: string;
  readonly tamper?: TamperUse;
}

const schema = stepSchema({
  logout: z
    .strictObject({ from_idp: nameSchema.describe("The person whose sessions the IdP ends.") })
    .describe(
      "The IdP ends somebody's sessions and tells the SP: by a logout token without a browser (OpenID Connect), by a LogoutRequest through one (SAML).",
    ),
  connection: nameSchema.optional().describe("The scenario's name of a connection; left out: the person's own."),
  browser: nameSchema
    .optional()
    .describe("A browser that was named in an earlier step: a LogoutRequest goes through it; left out: a fresh one."),
  tamper: tamperSchema("A named corruption of what the SP is told").optional(),
}).describe("Somebody signs out at the IdP.");

export const logout: StepRow<LogoutStep> = defineStep({
  kind: "logout",
  schema,
  build: (written, at) => {
    at.in("logout").in("from_idp").use("person", written.logout.from_idp);
    at.in("connection").use("connection", written.connection);
    const { connection, browser } = written;
    const tamper = written.tamper === undefined ? undefined : toTamper(written.tamper);
    return { person: written.logout.from_idp, ...defined({ connection, browser, tamper }) };
  },
  title: ({ person, tamper }) => `${person}${tamper === undefined ? "" : ` (tamper ${tamper.name})`}`,
  words: ({ person, connection, browser, tamper }) =>
    [
      `the IdP of ${person} signs them out`,
      connection === undefined ? "" : ` at ${connection}`,
      `, and tells the SP${inBrowser(browser)}`,
      tamper === undefined ? "" : ` with the message corrupted: ${tamper.name}`,
    ].join(""),
  render: ({ connection, tamper }, to) =>
    defined({
      connection: connection === undefined ? undefined : to.connection(connection),
      tamper: to.value(tamper),
    }),
  tamper: ({ tamper: use, person, connection }) =>
    use === undefined ? undefined : { use, person, connection, of: "logout" },
  goesOnIn: ({ browser }) => (browser === undefined ? undefined : { browser, path: ["browser"] }),
  needsLogout: true,
});

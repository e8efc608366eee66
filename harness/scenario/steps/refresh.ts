import type { StepBase, TamperUse } from "../model/step.ts";
import { tamperSchema, toTamper } from "../schema/tamper-use.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Whoever is signed in there has the SP ask the IdP again, by the refresh token that it keeps. */
export interface RefreshStep extends StepBase {
  readonly kind: "refresh";
  /** Who is signed in there. */
  readonly person: string;
  readonly browser: string;
  readonly tamper?: TamperUse;
}

const schema = stepSchema({
  refresh: nameSchema.describe("The person who is signed in there, whom the IdP is asked about."),
  browser: nameSchema.describe("A browser that was named in an earlier step."),
  tamper: tamperSchema("A named corruption of what the IdP answers").optional(),
}).describe("The SP asks the IdP again by a refresh token, without anybody signing in.");

export const refresh: StepRow<RefreshStep> = defineStep({
  kind: "refresh",
  schema,
  ability: "refresh",
  build: (written, at) => {
    at.in("refresh").use("person", written.refresh);
    const { refresh: person, browser } = written;
    const tamper = written.tamper === undefined ? undefined : toTamper(written.tamper);
    return { person, browser, ...defined({ tamper }) };
  },
  title: ({ person, tamper }) => `${person}${tamper === undefined ? "" : ` (tamper ${tamper.name})`}`,
  words: ({ person, browser, tamper }) =>
    `the SP asks the IdP again about ${person}${inBrowser(browser)}, by a refresh token${
      tamper === undefined ? "" : `; the answer is corrupted: ${tamper.name}`
    }`,
  render: ({ tamper }, to) => defined({ tamper: to.value(tamper) }),
  tamper: ({ tamper: use, person }) =>
    use === undefined ? undefined : { use, person, connection: undefined, of: "sign_in" },
  goesOnIn: ({ browser }) => ({ browser, path: ["browser"] }),
  byHand: { knows: "person" },
});

import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { givingPassword, inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** A person confirms the link that an interrupted sign-in asked for, on the page where it left them. */
export interface LinkStep extends StepBase {
  readonly kind: "link";
  readonly person: string;
  /** The browser of the sign-in that was interrupted. */
  readonly browser: string;
  /** The seeded account that is claimed. */
  readonly account?: string;
  /** What the person gives as its password; left out: the account's own. */
  readonly password?: string;
}

const schema = stepSchema({
  link: nameSchema.describe("The person whose sign-in was interrupted."),
  browser: nameSchema.describe("The browser of that sign-in."),
  account: nameSchema.optional().describe("The seeded account that the person claims."),
  password: z.string().optional().describe("What the person gives as its password; left out: the account's own."),
}).describe("A person confirms the link that an interrupted sign-in asked for.");

export const link: StepRow<LinkStep> = defineStep({
  kind: "link",
  schema,
  ability: "link",
  build: (written, at) => {
    at.in("link").use("person", written.link);
    at.in("account").use("account", written.account);
    const { browser, account, password } = written;
    return { person: written.link, browser, ...defined({ account, password }) };
  },
  title: ({ person, account }) => `${person}${account === undefined ? "" : ` to ${account}`}`,
  words: ({ person, browser, account = "that was found", password }) =>
    `${person} confirms${inBrowser(browser)} the link to the account ${account}${givingPassword(password)}`,
  render: ({ password }, to) => (password === undefined ? {} : { password: to.text(password) }),
  endsAsSignIn: true,
  goesOnIn: ({ browser }) => ({ browser, path: ["browser"] }),
  passwordOf: ({ account, password }) =>
    account === undefined || password !== undefined ? undefined : { name: account, whoever: false, path: ["account"] },
  byHand: {
    knows: "person",
    trial: {
      after: "interrupted",
      account: ({ stranger }) => `{{${stranger}.email}}`,
      step: ({ stranger, browser, account }, base) => ({ ...base, kind: "link", person: stranger, browser, account }),
      done: "a link is confirmed with the account's password",
      tried: "who confirms a link with the right password",
    },
  },
});

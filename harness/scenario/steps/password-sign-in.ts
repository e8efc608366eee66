import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { defined, nameSchema } from "../schema/words.ts";
import { givingPassword, inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Somebody signs in with a password. */
export interface PasswordSignInStep extends StepBase {
  readonly kind: "password_sign_in";
  /** A seeded account, or a person. */
  readonly who: string;
  /** Left out: the seeded account's own. */
  readonly password?: string;
  readonly browser?: string;
}

const schema = stepSchema({
  password_sign_in: nameSchema.describe("A seeded account, or a person with a `password`."),
  password: z.string().optional().describe("Left out: the seeded account's own."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
}).describe("Somebody signs in with a password.");

export const passwordSignIn: StepRow<PasswordSignInStep> = defineStep({
  kind: "password_sign_in",
  schema,
  ability: "password_sign_in",
  build: (written, at) => {
    at.in("password_sign_in").useEither("account", "person", written.password_sign_in);
    const { password_sign_in: who, password, browser } = written;
    return { who, ...defined({ password, browser }) };
  },
  title: ({ who }) => who,
  words: ({ who, browser, password }) =>
    `${who} signs in with a password${inBrowser(browser)}${givingPassword(password)}`,
  render: ({ password }, to) => (password === undefined ? {} : { password: to.text(password) }),
  endsAsSignIn: true,
  namesBrowser: ({ browser }) => browser,
  passwordOf: ({ who, password }) =>
    password === undefined ? { name: who, whoever: true, path: ["password_sign_in"] } : undefined,
  byHand: {
    knows: "person",
    trial: {
      account: () => "local.{{ns}}@{{domain}}",
      step: ({ account }, base) => ({ ...base, kind: "password_sign_in", who: account }),
      done: "an account is signed in with its password",
      tried: "an account with a verified address and the right password",
      shutBy: { sso_enforced: ["on"] },
    },
  },
});

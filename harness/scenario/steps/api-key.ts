import { quote } from "../faults.ts";
import type { StepBase } from "../model/step.ts";
import { nameSchema } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** Whoever is signed in there makes a key, by which a program of theirs uses the SP without a browser. */
export interface ApiKeyStep extends StepBase {
  readonly kind: "api_key";
  /** Who is signed in there. */
  readonly person: string;
  readonly browser: string;
  /** The name of what holds the key, and nothing else: to a `look` it is as a browser. */
  readonly to: string;
}

const schema = stepSchema({
  api_key: nameSchema.describe("The person who is signed in there."),
  browser: nameSchema.describe("A browser that was named in an earlier step."),
  to: nameSchema.describe(
    "A name for what holds the key, and nothing else: `look` at it asks by the key whose it is, as `observe.api_key` says.",
  ),
}).describe("Whoever is signed in makes an API key; `session` is whose it is.");

export const apiKey: StepRow<ApiKeyStep> = defineStep({
  kind: "api_key",
  schema,
  ability: "api_key",
  build: (written, at) => {
    at.in("api_key").use("person", written.api_key);
    return { person: written.api_key, browser: written.browser, to: written.to };
  },
  title: ({ person, to }) => `${person} to ${to}`,
  words: ({ person, browser, to }) => `${person} makes an API key${inBrowser(browser)}, which ${to} holds`,
  goesOnIn: ({ browser }) => ({ browser, path: ["browser"] }),
  namesBrowser: ({ to }) => to,
  faults: ({ browser, to }) =>
    browser === to
      ? [
          {
            path: ["to"],
            message: `${quote(to)} is the browser in which the key is made`,
            hint: "Name another: `to: program`.",
          },
        ]
      : [],
  byHand: {
    knows: "person",
    trial: {
      after: "signed_in",
      step: ({ stranger, browser }, base) => ({ ...base, kind: "api_key", person: stranger, browser, to: "program" }),
      done: "a key is made, and the SP says whose it is",
      makesKey: true,
    },
  },
});

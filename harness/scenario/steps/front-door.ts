import type { StepBase } from "../model/step.ts";
import { defined, nameSchema, text } from "../schema/words.ts";
import { inBrowser } from "../words.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

/** A person types their address at the SP's front door. */
export interface FrontDoorStep extends StepBase {
  readonly kind: "front_door";
  /** Who types, and signs in where that leads to the IdP. */
  readonly person: string;
  /** What is typed; left out: the person's own address. */
  readonly types?: string;
  readonly browser?: string;
}

const schema = stepSchema({
  front_door: nameSchema.describe("Who types their address, and signs in where that leads to the IdP."),
  types: text.optional().describe("The address that is typed; left out: the person's own."),
  browser: nameSchema.optional().describe("A named browser keeps its cookies; an unnamed one is fresh."),
}).describe("A person types an address where the SP asks for one before it knows which IdP to ask.");

export const frontDoor: StepRow<FrontDoorStep> = defineStep({
  kind: "front_door",
  schema,
  ability: "front_door",
  build: (written, at) => {
    at.in("front_door").use("person", written.front_door);
    const { front_door: person, types, browser } = written;
    return { person, ...defined({ types, browser }) };
  },
  title: ({ person, types }) => (types === undefined ? person : `${person} (${types})`),
  words: ({ person, types, browser }) =>
    `${person} types ${types ?? "their address"} at the front door${inBrowser(browser)}`,
  render: ({ types }, to) => (types === undefined ? {} : { types: to.text(types) }),
  endsAsSignIn: true,
  throughIdp: ({ person }) => [{ person, times: 1 }],
  namesBrowser: ({ browser }) => browser,
  byHand: {
    knows: "person",
    trial: {
      step: ({ stranger }, base) => ({ ...base, kind: "front_door", person: stranger }),
      done: "an address of a verified domain leads to its IdP, and who signs in there is signed in",
      tried: "who types an address of a verified domain",
    },
  },
});

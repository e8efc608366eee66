import type { Step } from "../scenario/model/index.ts";

/** One line for a person: `sign_in: ada (tamper nothing)`. */
export function stepTitle(step: Step): string {
  switch (step.kind) {
    case "sign_in": {
      const asides = [
        ...(step.times > 1 ? [`${step.times} ${step.parallel ? "at once" : "times"}`] : []),
        ...(step.connection === undefined ? [] : [`at ${step.connection}`]),
        ...(step.idp_initiated ? ["from the IdP"] : []),
        ...(step.tamper === undefined ? [] : [`tamper ${step.tamper.name}`]),
      ];
      return `sign_in: ${step.person}${asides.length === 0 ? "" : ` (${asides.join(", ")})`}`;
    }
    case "change":
      return `change: ${Object.keys(step.people).join(", ")}`;
    case "seed":
      return `seed: ${step.accounts.map(({ name }) => name).join(", ")}`;
    case "grant":
      return `grant: ${step.role} to ${step.account}`;
    case "deactivate":
    case "remove":
      return `${step.kind}: ${step.account}`;
    case "look":
      return `look: ${step.browser}`;
  }
}

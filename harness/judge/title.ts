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
    case "invite":
      return `invite: ${step.invitations.map(({ name }) => name).join(", ")}`;
    case "password_sign_in":
      return `password_sign_in: ${step.who}`;
    case "sign_out":
      return `sign_out: ${step.browser}`;
    case "link":
      return `link: ${step.person}${step.account === undefined ? "" : ` to ${step.account}`}`;
    case "accept_invite":
      return `accept_invite: ${step.invitation} by ${step.person}`;
    case "visit":
      return `visit: ${step.target}`;
    case "copy":
      return `copy: ${step.from} to ${step.to}`;
    case "look":
      return `look: ${step.browser}`;
  }
}

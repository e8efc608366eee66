import type { Step } from "../../scenario/model/index.ts";

type ByHand = Extract<Step, { kind: "password_sign_in" | "sign_out" | "link" | "accept_invite" | "visit" }>;

/** What a person does by hand at the SP. */
export function byHandInWords(step: ByHand): string {
  const browser = step.browser === undefined ? "" : ` in browser ${step.browser}`;
  const password =
    !("password" in step) || step.password === undefined
      ? ""
      : `, giving the password ${JSON.stringify(step.password)}`;
  switch (step.kind) {
    case "password_sign_in":
      return `${step.who} signs in with a password${browser}${password}`;
    case "sign_out":
      return `whoever is signed in${browser} signs out`;
    case "link": {
      const account = step.account === undefined ? "that was found" : step.account;
      return `${step.person} confirms${browser} the link to the account ${account}${password}`;
    }
    case "accept_invite":
      return `${step.person} follows the invitation ${step.invitation}${browser}${password}`;
    case "visit":
      return `somebody opens ${step.target}${browser}`;
  }
}

import { sameEmail, sameText } from "../equal.ts";
import { hasOwn, madeFor } from "../harm.ts";
import { holds, isHeld, textOf } from "../past.ts";
import { accountBefore, type Scene } from "../scene.ts";
import { emailsOf } from "./second.ts";

/** The address led to somebody else's account, or a changed one away from the person's own. */
export function foundByEmail(scene: Scene): boolean {
  const { past, seen } = scene;
  const led = entered(scene).some(({ person, account }) => {
    const email = textOf(past.claims[person], "email");
    return email !== undefined && emailsOf(scene, account).some((one) => sameEmail(one, email));
  });
  return led || seen.sign_ins.some(({ person }) => hasNewEmail(scene, person) && madeFor(scene).length > 0);
}

/** The subject is that of another connection's person. */
export function foundBySubject(scene: Scene): boolean {
  return entered(scene).some(({ person, account }) => isSaidOf(scene, person, account, "subject"));
}

export function foundByUsername(scene: Scene): boolean {
  return entered(scene).some(({ person, account }) => {
    const name = textOf(scene.past.claims[person], "preferred_username");
    if (name === undefined) return false;
    const shown = accountBefore(scene, account)?.username;
    const sown = scene.past.seeded.get(account)?.username;
    if ([shown, sown].some((one) => typeof one === "string" && sameText(one, name))) return true;
    return isSaidOf(scene, person, account, "preferred_username");
  });
}

/** Who came into an account that was there, and was another's. */
function entered(scene: Scene): readonly { readonly person: string; readonly account: string }[] {
  return scene.seen.sign_ins.flatMap(({ person, session }) => {
    if (session.state !== "signed_in") return [];
    const { account } = session;
    const foreign = accountBefore(scene, account) !== undefined && isHeld(scene.past, account);
    return foreign && !holds(scene.past, person, account) ? [{ person, account }] : [];
  });
}

/** Whether the IdP said of another, who has the account, what it says of this person now. */
function isSaidOf({ past }: Scene, person: string, account: string, claim: string): boolean {
  const value = textOf(past.claims[person], claim);
  return (
    value !== undefined &&
    past.log.some((one) => one.account === account && one.person !== person && textOf(one.claims, claim) === value)
  );
}

/** Somebody who has an account comes with an address with which they never came before. */
function hasNewEmail(scene: Scene, person: string): boolean {
  const email = textOf(scene.past.claims[person], "email");
  if (email === undefined || !hasOwn(scene, person)) return false;
  const before = scene.past.log.filter((one) => one.person === person).map((one) => textOf(one.claims, "email"));
  return before.length > 0 && before.every((other) => other === undefined || !sameEmail(other, email));
}

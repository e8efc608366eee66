import type { SignInObservation } from "../../observe/observation.ts";
import { hasOwn } from "../harm.ts";
import { changesIn, type Scene } from "../scene.ts";
import { corrupts, isOfSubject } from "../../tampers/index.ts";

export function keepsEarlierSession({ seen }: Scene): boolean {
  return seen.sign_ins.some(
    ({ earlier_session, session }) => earlier_session !== undefined && session.state === "signed_out",
  );
}

export function ghosts(scene: Scene): boolean {
  const inside = new Set(
    scene.seen.sign_ins.flatMap(({ session }) => (session.state === "signed_in" ? [session.account] : [])),
  );
  return scene.seen.sign_ins.some(isShut) && changesIn(scene).created.some(({ id }) => !inside.has(id));
}

export function isForgery({ seen }: Scene): boolean {
  return seen.sign_ins.some((one) => letsIn(one, corrupts));
}

export function isNameless({ seen }: Scene): boolean {
  return seen.sign_ins.some((one) => letsIn(one, isOfSubject));
}

function letsIn({ tamper, session }: SignInObservation, isSuch: (tamper: string) => boolean): boolean {
  return tamper !== undefined && isSuch(tamper.name) && tamper.delivered && session.state === "signed_in";
}

export function lockedOut(scene: Scene): boolean {
  return scene.seen.sign_ins.some((one) => one.outcome === "refused" && hasOwn(scene, one.person));
}

export function newcomerTurnedAway(scene: Scene): boolean {
  return scene.seen.sign_ins.some((one) => one.outcome === "refused" && !hasOwn(scene, one.person));
}

/** An empty page, or the one where everybody begins. */
export function toldNothing({ seen }: Scene): boolean {
  return seen.sign_ins.some((one) => {
    const text = plain(one.page.text);
    return isShut(one) && (text === "" || (one.page.front !== undefined && plain(one.page.front) === text));
  });
}

function isShut({ outcome, session }: SignInObservation): boolean {
  return (outcome === "refused" || outcome === "broken") && session.state === "signed_out";
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

import type { SignInObservation } from "../../observe/observation.ts";
import { sameEmail } from "../equal.ts";
import { holds, textOf } from "../past.ts";
import type { Scene } from "../scene.ts";
import { emailsOf } from "./second.ts";

export function isBroken(scene: Scene): boolean {
  return crashes(scene).length > 0;
}

export function brokeForTakenEmail(scene: Scene): boolean {
  return crashes(scene).some(({ person }) => {
    const email = textOf(scene.past.claims[person], "email");
    return (
      email !== undefined &&
      scene.seen.before.accounts.some(
        ({ id }) => !holds(scene.past, person, id) && emailsOf(scene, id).some((one) => sameEmail(one, email)),
      )
    );
  });
}

export function brokeWithoutEmail(scene: Scene): boolean {
  return crashes(scene).some(
    ({ person }) =>
      Object.hasOwn(scene.past.claims, person) && textOf(scene.past.claims[person], "email") === undefined,
  );
}

function crashes({ seen }: Scene): readonly SignInObservation[] {
  return seen.sign_ins.filter(({ outcome, broke }) => outcome === "broken" || broke !== undefined);
}

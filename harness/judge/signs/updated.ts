import { sameAccount } from "../../observe/account.ts";
import { sameJson } from "../equal.ts";
import { holds } from "../past.ts";
import { accountAfter, accountBefore, type Scene } from "../scene.ts";

export function isNotUpdated(scene: Scene): boolean {
  return returned(scene).some((same) => same);
}

export function isUpdated(scene: Scene): boolean {
  return returned(scene).some((same) => !same);
}

/** Who came back to their own account after the IdP had begun to say something else of them: whether it is as before. */
function returned(scene: Scene): readonly boolean[] {
  const { past, seen } = scene;
  return seen.sign_ins.flatMap(({ person, session }) => {
    if (session.state !== "signed_in" || !holds(past, person, session.account)) return [];
    const last = past.log.findLast((one) => one.person === person);
    const [before, after] = [accountBefore(scene, session.account), accountAfter(scene, session.account)];
    if (last === undefined || before === undefined || after === undefined) return [];
    return sameJson(last.claims, past.claims[person]) ? [] : [sameAccount(before, after)];
  });
}

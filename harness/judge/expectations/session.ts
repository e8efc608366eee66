import type { SessionState } from "../../observe/snapshot.ts";
import type { ExpectationOf, Sign } from "../../scenario/model/index.ts";
import { held, notHeld, unobservable, type Ruling } from "../ruling.ts";
import { harmOfSession, type Harm } from "../harm.ts";
import { changesIn, nameOf, visitsOf, type Scene, type Visit } from "../scene.ts";

/** Who each browser of the step is signed in as. A name that remembers nobody matches no account. */
export function judgeSession(expectation: ExpectationOf<"session">, scene: Scene): readonly Ruling[] {
  const expected = describe(expectation);
  const visits = visitsOf(scene);
  if (visits.length === 0) return [unobservable("session", expected, "no session was read after this step")];
  const unknown = [...(expectation.account ?? []), ...(expectation.not ?? [])].find(
    (name) => name !== "new" && name !== "none" && !(name in scene.names),
  );
  if (unknown !== undefined) return [{ held: "error", expected, actual: `no account was ever named "${unknown}"` }];
  return visits.map((visit, index) =>
    judgeOne(expectation, expected, visit, scene.seen.sign_ins[index]?.earlier_session?.account, scene),
  );
}

/** `earlier`: whose session the browser has from before; whoever may still be signed in there is not somebody else. */
function judgeOne(
  { account, not }: ExpectationOf<"session">,
  expected: string,
  { person, session }: Visit,
  earlier: string | undefined,
  scene: Scene,
): Ruling {
  if (session.state === "unknown") return unobservable("session", expected, session.reason);
  const before = earlier === undefined ? "" : `, beside the session of ${nameOf(scene, earlier)} from before`;
  const actual = (session.state === "signed_out" ? "nobody" : nameOf(scene, session.account)) + before;
  const stays = (name: string) => earlier !== undefined && name !== "new" && scene.names[name] === earlier;
  const admitted = account === undefined || account.some((name) => stays(name) || matches(name, session, scene));
  const excluded = not !== undefined && not.some((name) => matches(name, session, scene));
  if (admitted && !excluded) return held(expected, actual);
  // Whoever is only looked at did not come in just now: it is known alone whose account it must not be.
  const harm: Harm | undefined =
    person === null && excluded ? "foreign_account" : harmOfSession(scene, person, session);
  const signs: readonly Sign[] =
    person !== null ? [] : [session.state === "signed_out" ? "session_ended" : "session_goes_on"];
  const isAboutEnd = session.state === "signed_out" || account?.every((name) => name === "none") === true;
  return { ...notHeld(expected, actual), harm, ...(isAboutEnd ? { signs } : {}) };
}

function matches(name: string, session: Exclude<SessionState, { state: "unknown" }>, scene: Scene): boolean {
  if (name === "none") return session.state === "signed_out";
  if (session.state === "signed_out") return false;
  if (name === "new") return changesIn(scene).created.some(({ id }) => id === session.account);
  return scene.names[name] === session.account;
}

function describe({ account, not }: ExpectationOf<"session">): string {
  const parts = [
    ...(account === undefined ? [] : [`session of ${account.join(" or ")}`]),
    ...(not === undefined ? [] : [`session not of ${not.join(" or ")}`]),
  ];
  return parts.join(", ");
}

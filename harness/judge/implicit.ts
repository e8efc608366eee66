import { countOf } from "../observe/account.ts";
import { isRefusal } from "../observe/cookie-notes.ts";
import type { SignInObservation } from "../observe/observation.ts";
import type { Expect, Step } from "../scenario/model/index.ts";
import { createdBy, endingsOf, saysPush, tamperingOf } from "../scenario/vocabulary/index.ts";
import type { Harm } from "./harm.ts";
import { notHeld, type Ruling } from "./ruling.ts";
import { accountAfter, changesIn, nameOf, sessionsOf, type Scene } from "./scene.ts";
import { corrupts } from "../tampers/index.ts";

/** A rule that holds in every check, with the kind under which it is told. */
export interface Rule {
  readonly kind: "tamper" | "stranger" | "duplicate" | "ghost" | "residue" | "broken" | "none" | "pushing" | "word";
  readonly ruling: Ruling;
}

/**
 * A corrupted message must have left for the SP, else the sign-in proves nothing; where this SP's exchange offers
 * nothing to corrupt, the check does not apply to it.
 */
export function judgeTamper({ seen }: Scene): readonly Rule[] {
  const { tamper: ofLogout, untold = "nobody was told" } = seen.logout ?? {};
  const logout = ofLogout === undefined ? [] : [{ tamper: ofLogout, outcome: "untold", why: untold }];
  const { tamper: ofRefresh } = seen.refresh ?? {};
  const why = "by its refresh token the SP asked for no new tokens";
  const refresh = ofRefresh === undefined ? [] : [{ tamper: ofRefresh, outcome: "not asked", why }];
  return [...seen.sign_ins, ...logout, ...refresh].flatMap(({ tamper, outcome, why }): readonly Rule[] => {
    if (tamper === undefined) return [];
    const expected = `${tamper.name} delivered`;
    if (tamper.not_applicable !== undefined) {
      return [
        {
          kind: "tamper",
          ruling: { held: "not_held", expected, actual: tamper.not_applicable, verdict: "not_applicable" },
        },
      ];
    }
    if (tamper.delivered) return [];
    const actual = `the corrupted message never reached the SP (${outcome}: ${why})`;
    return [{ kind: "tamper", ruling: { held: "not_held", expected, actual, verdict: "misconfigured" } }];
  });
}

/** An SP that was not told of a sign-out can not be asked what it makes of it. */
export function judgeUntold({ seen }: Scene): readonly Rule[] {
  if (seen.logout?.untold === undefined || seen.logout.tamper !== undefined) return [];
  const ruling = notHeld("an SP that is told of the sign-out", seen.logout.untold);
  return [{ kind: "tamper", ruling: { ...ruling, verdict: "misconfigured" } }];
}

/** What the SP says that it does not do by SCIM does not apply to it (RFC 7644, section 3.12). */
export function judgeUnsupported({ seen }: Scene): readonly Rule[] {
  if (seen.push?.outcome !== "unsupported") return [];
  const ruling = notHeld("an SP that does it by SCIM", seen.push.why);
  return [{ kind: "pushing", ruling: { ...ruling, verdict: "not_applicable" } }];
}

/** A push in a step that says nothing of what it must have come to. What was refused proves nothing of what follows. */
export function judgePushed({ expect }: Step, { seen }: Scene): readonly Rule[] {
  const { push } = seen;
  if (push === undefined || push.outcome === "done" || (expect !== undefined && saysPush(expect))) return [];
  const ruling = notHeld("a push that the SP takes", `${push.outcome}: ${push.why}`);
  const weight = push.outcome === "broken" ? ({ grave: true } as const) : ({ verdict: "misconfigured" } as const);
  return [{ kind: "pushing", ruling: { ...ruling, ...weight } }];
}

/** What the target says that the SP has not, an account shows. */
export function judgeNone(scene: Scene): readonly Rule[] {
  return scene.lacking.flatMap((field): readonly Rule[] => {
    const shown = scene.seen.after.accounts.find((account) => !isNothing(account[field]));
    if (shown === undefined) return [];
    const expected = `no ${field} (\`observe: { ${field}: none }\`)`;
    const actual = `account ${shown.id} shows ${field} ${JSON.stringify(shown[field])}`;
    return [{ kind: "none", ruling: { ...notHeld(expected, actual), verdict: "misconfigured" } }];
  });
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.values(value).every(isNothing);
}

/** A session on an account outside the namespace is somebody else's; so is an account that was there outside it. */
export function judgeStrangers(scene: Scene): readonly Rule[] {
  const strangers = sessionsOf(scene).flatMap((session) =>
    session.state === "signed_in" && accountAfter(scene, session.account) === undefined ? [session.account] : [],
  );
  const sessions = [...new Set(strangers)].map((id) =>
    always(
      "foreign_account",
      "a session on an account of this namespace",
      `a session on account ${id}`,
      `it is somebody else's account, or observe.session and observe.accounts do not name accounts alike${late(scene, id)}`,
    ),
  );
  const taken = (scene.seen.after.entered ?? []).map((id) =>
    always(
      "foreign_account",
      "nothing of this person in somebody else's account",
      `account ${id} was there before, outside the namespace`,
      "it is not created: somebody else's account was entered or overwritten",
    ),
  );
  return [...sessions, ...taken].map((ruling) => ({ kind: "stranger", ruling }));
}

function late({ seen }: Scene, id: string): string {
  const { missed } = seen.after;
  if (missed === undefined || !missed.ids.includes(id)) return "";
  return `, or they are later than the ${missed.ms / 1_000} s that were waited for (observe.settle)`;
}

/** An id stands for one account: where it came to stand for several, nobody can tell them apart any more. */
export function judgeDuplicates({ seen }: Scene): readonly Rule[] {
  const ids = new Set(seen.after.accounts.map(({ id }) => id));
  return [...ids]
    .filter((id) => countOf(seen.after, id) > 1 && countOf(seen.before, id) < 2)
    .map((id) => {
      const beside = seen.after.shared?.includes(id) === true ? ", one of them somebody else's" : "";
      return {
        kind: "duplicate",
        ruling: always(
          beside === "" ? "second_account" : "foreign_account",
          "an id of its own for each account",
          `account ${id} ${countOf(seen.after, id)} times${beside}`,
          "two accounts have one id; where the list has a row for each of something, name that in collect",
        ),
      };
    });
}

/**
 * Refused or broken, and yet an account came into being that nobody is signed in to. `admitted`: what was expected
 * and held; it allows the account only where it demands one (`jit: pending_approval`).
 */
export function judgeGhosts(admitted: readonly Expect[], scene: Scene): readonly Rule[] {
  const known = scene.seen.sign_ins.filter(({ session }) => session.state !== "unknown");
  const shut = known.filter(isShut);
  if (shut.length === 0) return [];
  const signedIn = new Set(known.flatMap(({ session }) => (session.state === "signed_in" ? [session.account] : [])));
  const { created } = changesIn(scene);
  const ghosts = created.filter(({ id }) => !signedIn.has(id));
  if (ghosts.length === 0) return [];
  const lawful = admitted.some(({ all }) =>
    all.some((one) => {
      const counts = createdBy(one) ?? [];
      return counts.includes(created.length) && !counts.includes(0);
    }),
  );
  if (lawful) return [];
  const which = ghosts.map(({ id }) => nameOf(scene, id)).join(", ");
  const how = [...new Set(shut.map(({ outcome }) => outcome))].join(" and ");
  const expected = "no account after a sign-in that failed";
  const asked = shut.some(({ outcome }) => outcome === "refused") ? ASKED_FIRST : undefined;
  const actual = `${how}, and yet created ${which}`;
  if (shut.every(isCookieLost)) return [{ kind: "ghost", ruling: { ...notHeld(expected, actual), grave: true } }];
  return [{ kind: "ghost", ruling: always("account_left", expected, actual, asked) }];
}

const ASKED_FIRST =
  "where the SP asks something before it lets anybody in (to confirm an address, to agree to terms), " +
  "name that page first: `interrupted` of the connection";

/**
 * A sign-in broke in a step that says nothing of how sign-ins end. `admitted`: what was expected and held. That a
 * corrupted message breaks the SP is told where its refusal is expected.
 */
export function judgeBroken({ expect }: Step, admitted: readonly Expect[], scene: Scene): readonly Rule[] {
  const crashes = scene.seen.sign_ins.flatMap((signIn) => {
    const why = signIn.broke?.why ?? (signIn.outcome === "broken" ? signIn.why : undefined);
    // A page that shows a crash to somebody who is not let in is a clumsy refusal.
    const clumsy = signIn.broke?.kind === "crash_text" && signIn.session.state === "signed_out";
    return why === undefined || isCorrupted(signIn) ? [] : [{ why, clumsy }];
  });
  if (crashes.length === 0 || admitted.some(saysOutcome)) return [];
  const tableFails = expect !== undefined && expect.one_of.length > 0 && admitted.length < 2;
  if (tableFails && expect.one_of.some(saysOutcome)) return [];
  const actual = [...new Set(crashes.map(({ why }) => `broken: ${why}`))].join("; ");
  const weight = crashes.every(({ clumsy }) => clumsy) ? ({ verdict: "warned" } as const) : ({ grave: true } as const);
  return [{ kind: "broken", ruling: { ...notHeld("a sign-in that does not break", actual), ...weight } }];
}

function saysOutcome({ all, one_of }: Expect): boolean {
  return endingsOf({ all }).length > 0 || (one_of.length > 0 && one_of.every(saysOutcome));
}

function isCorrupted({ tamper }: SignInObservation): boolean {
  return tamper !== undefined && corrupts(tamper.name) && tamper.delivered;
}

/** A corrupted message that was not let in has changed nothing. */
export function judgeResidue(step: Step, scene: Scene): readonly Rule[] {
  const tampering = tamperingOf(step);
  const corrupted = tampering !== undefined && corrupts(tampering.use.name);
  if (!corrupted || scene.seen.sign_ins.length === 0 || !scene.seen.sign_ins.every(isShut)) return [];
  const { deleted, changed } = changesIn(scene);
  const told = [
    ...deleted.map(({ id }) => `${nameOf(scene, id)} deleted`),
    ...changed.map(({ after, fields }) => `${nameOf(scene, after.id)} changed: ${fields.join(", ")}`),
  ];
  if (told.length === 0) return [];
  const expected = "nothing changed by a message that was not let in";
  return [{ kind: "residue", ruling: always("unsigned_content", expected, told.join("; ")) }];
}

/** A limit that was met on the way says neither that the person was let in nor that they were not. */
function isShut({ outcome, rate_limited }: SignInObservation): boolean {
  return rate_limited === undefined && (outcome === "refused" || outcome === "broken");
}

/** Where the browser did not take a cookie, the SP may have let the person in: no harm is done by what set-up prevents. */
function isCookieLost({ outcome, notes = [] }: SignInObservation): boolean {
  return outcome === "refused" && notes.some(isRefusal);
}

/** These fail whatever the severity of the check, in controls too: they are harms by themselves. */
function always(harm: Harm, expected: string, actual: string, note?: string): Ruling {
  return { ...notHeld(expected, actual, note), harm };
}

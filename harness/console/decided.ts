import type { SeenEntry } from "../report/index.ts";
import type { Live } from "../run/live.ts";
import { corrupts } from "../tampers/index.ts";

export type Step = Awaited<ReturnType<Live["signIn"]>>;

/** What the SP decided, for a person: nothing here is a verdict, but `bad` is what no SP means to do. */
export interface Decision {
  readonly tone: "good" | "bad" | "other";
  /** One sentence, whose subject is the SP. */
  readonly said: string;
  readonly why: string;
}

export interface Visitor {
  readonly name: string;
  /** The account in which the same person was before, at the same connection; null: none that was seen. */
  readonly earlier: string | null;
  /** Nothing shows the SP's accounts: nothing is said of them. */
  readonly unseen: boolean;
}

/** In words, by what became of the accounts first, and only then by how the sign-in ended. */
export function decisionOf(step: Step, seen: SeenEntry, visitor: Visitor): Decision {
  const decision = decided(step, seen, visitor);
  // What was cut short ends a sentence by itself.
  return { ...decision, said: decision.said.replaceAll("….", "…") };
}

function decided(step: Step, seen: SeenEntry, visitor: Visitor): Decision {
  const [signIn] = step.sign_ins;
  const wrote = changesOf(seen);
  if (step.push !== undefined) return pushed(step.push, visitor, wrote);
  if (signIn === undefined && step.session !== undefined) return signedOut(step, step.session, visitor, wrote);
  if (signIn === undefined) return ownBrowser(seen, visitor, wrote);
  const { outcome, why, tamper, session } = signIn;
  const who = visitor.name;
  const undelivered = tamper !== undefined && !tamper.delivered;
  if (undelivered)
    return {
      tone: "other",
      said: `The corruption never reached the SP: ${tamper.not_applicable ?? "nothing left that it could change"}.`,
      why,
    };
  if (outcome === "signed_in") {
    const account = session.state === "signed_in" ? session.account : null;
    if (tamper !== undefined && corrupts(tamper.name))
      return {
        tone: "bad",
        said: `The SP let ${who} in by a message that was corrupted (${tamper.name})${and(wrote)}.`,
        why,
      };
    return { ...entered(step, seen, visitor, account, wrote), why };
  }
  const yet = andYet(visitor, wrote);
  const tone = wrote === "" ? "other" : "bad";
  if (outcome === "broken")
    return { tone: "bad", said: `The SP broke on ${who}${wrote === "" ? "" : `, and it ${wrote}`}.`, why };
  if (outcome === "interrupted")
    return {
      tone: "other",
      said: `The SP asks ${who} for something more first${wrote === "" ? "" : `; it ${wrote}`}.`,
      why,
    };
  const right = tamper !== undefined && wrote === "" && corrupts(tamper.name);
  return { tone: right ? "good" : tone, said: `The SP turned ${who} away${yet}.`, why };
}

function entered(
  { before, after }: Step,
  { happened: { accounts } }: SeenEntry,
  { name, earlier, unseen }: Visitor,
  account: string | null,
  wrote: string,
): Omit<Decision, "why"> {
  if (account === null) return { tone: "other", said: `The SP let ${name} in${and(wrote)}.` };
  const isNew = accounts.created.some(({ id }) => id === account);
  if (earlier !== null && account !== earlier) {
    const how = isNew ? "made a second account for" : "let into another account";
    return {
      tone: "bad",
      said: `The SP ${how} ${name}: it was ${short(earlier)} before, and is ${short(account)} now.`,
    };
  }
  if (unseen && earlier !== null) return { tone: "good", said: `The SP knew ${name}, and let them in.` };
  if (unseen) return { tone: "good", said: `The SP let ${name} in, as account ${short(account)}.` };
  if (isNew && accounts.counts.created === 1)
    return { tone: "good", said: `The SP made an account for ${name} and let them in.` };
  const isKnown = before.accounts.some(({ id }) => id === account);
  if (isKnown && accounts.counts.created > 0)
    return { tone: "bad", said: `The SP let ${name} into account ${short(account)}, and it ${wrote}.` };
  if (isKnown && wrote === "") return { tone: "good", said: `The SP knew ${name}, let them in, and changed nothing.` };
  if (isKnown) return { tone: "good", said: `The SP knew ${name}, let them in, and ${wrote}.` };
  const isThere = after.accounts.some(({ id }) => id === account);
  if (!isThere)
    return {
      tone: "bad",
      said: `The SP let ${name} into account ${short(account)}, which is nobody's who came by here.`,
    };
  return { tone: "other", said: `The SP let ${name} in${and(wrote)}.` };
}

function andYet({ unseen }: Visitor, wrote: string): string {
  if (unseen) return "";
  return wrote === "" ? " and wrote nothing" : `, and yet it ${wrote}`;
}

function pushed({ outcome, why }: NonNullable<Step["push"]>, visitor: Visitor, wrote: string): Decision {
  const { name, unseen } = visitor;
  const did = wrote === "" ? "changed nothing" : wrote;
  if (outcome === "done")
    return { tone: "good", said: `The SP took what the IdP pushed of ${name}${unseen ? "" : `, and ${did}`}.`, why };
  if (outcome === "broken")
    return { tone: "bad", said: `The SP broke on what the IdP pushed of ${name}${unseen ? "" : `: it ${did}`}.`, why };
  const yet = andYet(visitor, wrote);
  const said = outcome === "refused" ? "refused" : "does not do";
  return { tone: wrote === "" ? "other" : "bad", said: `The SP ${said} what the IdP pushed of ${name}${yet}.`, why };
}

function signedOut(
  { logout }: Step,
  session: NonNullable<Step["session"]>,
  { name }: Visitor,
  wrote: string,
): Decision {
  if (logout?.untold !== undefined)
    return { tone: "other", said: `The IdP signed ${name} out, and the SP has not heard of it.`, why: logout.untold };
  if (session.state === "unknown")
    return { tone: "other", said: `Whether the SP signed ${name} out could not be seen.`, why: session.reason };
  if (session.state === "signed_out") {
    const tone = wrote === "" ? "good" : "bad";
    return { tone, said: `The SP signed ${name} out${and(wrote)}.`, why: session.hint ?? "their session has ended" };
  }
  const whose = `the browser is still signed in as account ${session.account}`;
  return { tone: "bad", said: `${name} signed out, and the session at the SP goes on${and(wrote)}.`, why: whose };
}

function ownBrowser(seen: SeenEntry, { name, unseen }: Visitor, wrote: string): Decision {
  const why = "in a browser of your own: what it showed, you saw";
  if (unseen) return { tone: "other", said: `The IdP answered for ${name}.`, why };
  if (wrote === "") return { tone: "other", said: `The IdP answered for ${name}; no account changed.`, why };
  const { created } = seen.happened.accounts.counts;
  return { tone: created > 1 ? "bad" : "good", said: `The IdP answered for ${name}, and the SP ${wrote}.`, why };
}

/** `made account 3 and changed email, roles of account 1`; empty: nothing. */
function changesOf({ happened: { accounts } }: SeenEntry): string {
  const { created, deleted, changed, counts } = accounts;
  const named = (some: readonly { readonly id: string }[], number: number) =>
    number === some.length && number < 4
      ? some.map(({ id }) => `account ${short(id)}`).join(", ")
      : `${number} accounts`;
  return [
    counts.created === 0 ? "" : `made ${named(created, counts.created)}`,
    counts.deleted === 0 ? "" : `removed ${named(deleted, counts.deleted)}`,
    counts.changed === 0
      ? ""
      : `changed ${[...new Set(changed.flatMap(({ fields }) => fields.flatMap(wordsOf)))].join(", ")}`,
  ]
    .filter(Boolean)
    .join(" and ");
}

function wordsOf({ field, volatile }: { readonly field: string; readonly volatile?: true }): readonly string[] {
  return volatile === true ? [] : [field.replaceAll("_", " ")];
}

function and(wrote: string): string {
  return wrote === "" ? "" : `, and it ${wrote}`;
}

/** Enough of an account's id to tell it from another; the whole one stands with the accounts. */
function short(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, 8)}…`;
}

import type { Account } from "../observe/snapshot.ts";
import type { Check, Variant } from "../plan/check.ts";
import { changesOf, invitedBy, seededBy, tamperingOf } from "../scenario/vocabulary/index.ts";
import type { Rule } from "./implicit.ts";
import { nothingWord, nothingWords } from "./nothing-words.ts";
import { notHeld } from "./ruling.ts";
import { changesIn, nameOf, type Scene } from "./scene.ts";

const CAUSE = {
  cause:
    "A value that the IdP does not send is turned into text, and the word for nothing is stored as if it were one.",
  fix: "Ask whether a value is there before it is put into a text; store nothing where there is nothing.",
};

/** Why a word for nothing came to stand in an account, whatever the scenario was about. */
export function wordCause(kind: string | undefined): typeof CAUSE | null {
  return kind === "word" ? CAUSE : null;
}

/**
 * No sign-in writes a word for nothing (`undefined`, `None`) into an account where nobody sent or typed it. What was
 * there before is not of this step; roles and memberships may be named so.
 */
export function judgeWords(check: Check, name: string | null, scene: Scene): readonly Rule[] {
  if (scene.seen.sign_ins.length === 0) return [];
  const variant = check.variants.find((one) => one.name === name);
  const sent = new Set(variant === undefined ? [] : sentTexts(variant).flatMap(nothingWords));
  const claims = claimsOf(check, variant);
  const { created, changed } = changesIn(scene);
  const came = [
    ...created.map((account) => ({ account, texts: textsOf(account, claims) })),
    ...changed.map(({ before, after, fields }) => ({
      account: after,
      texts: newTexts(textsOf(before, claims), textsOf(after, claims)).filter(({ field }) => fields.includes(field)),
    })),
  ];
  const told = came.flatMap(({ account, texts }) => {
    const bad = texts.filter(({ text, setting }) => {
      const word = nothingWord(text, setting);
      return word !== undefined && !sent.has(word.toLowerCase());
    });
    return bad.length === 0
      ? []
      : [`${nameOf(scene, account.id)}: ${bad.map(({ at, text }) => `${at} ${JSON.stringify(text)}`).join(", ")}`];
  });
  if (told.length === 0) return [];
  const expected = "nothing stored where nothing was sent";
  const ruling = notHeld(expected, told.join("; "), "the word for a missing value is stored as if it were a value");
  return [{ kind: "word", ruling: { ...ruling, verdict: "failed", signs: ["word_for_nothing_stored"] } }];
}

interface StoredText {
  readonly field: keyof Account;
  /** `attributes.title`, `identities`. */
  readonly at: string;
  readonly text: string;
  /** It may be the SP's own choice, and nobody's claim. */
  readonly setting: boolean;
}

const TEXTS = ["email", "username", "given_name", "family_name", "name"] as const;

function textsOf(account: Account, claims: ReadonlySet<string>): readonly StoredText[] {
  const plain = TEXTS.flatMap((field): readonly StoredText[] => {
    const text = account[field];
    return typeof text === "string" ? [{ field, at: field, text, setting: false }] : [];
  });
  const subjects = (account.identities ?? []).map(({ subject }): StoredText => ({
    field: "identities",
    at: "identity",
    text: subject,
    setting: false,
  }));
  const attributes = Object.entries(account.attributes ?? {}).flatMap(([name, value]) =>
    leaves(parsed(value)).map((text): StoredText => ({
      field: "attributes",
      at: `attribute ${name}`,
      text,
      setting: !claims.has(plainly(name)),
    })),
  );
  return [...plain, ...subjects, ...attributes];
}

function newTexts(old: readonly StoredText[], now: readonly StoredText[]): readonly StoredText[] {
  return now.filter(({ at, text }) => !old.some((one) => one.at === at && one.text === text));
}

/** What anybody but the SP put into words: the IdP's claims, then and later, and what was seeded, offered, corrupted. */
function sentTexts({ people, accounts, invitations, steps }: Variant): readonly string[] {
  const later = steps.map((step) => [
    Object.values(changesOf(step)).map(({ claims }) => claims),
    seededBy(step),
    invitedBy(step),
    tamperingOf(step)?.use.parameters,
  ]);
  return leaves([Object.values(people).map(({ claims }) => claims), accounts, invitations, later]);
}

/** Names under which an account may hold what an IdP says of a person: standard claims, and those of this connection. */
function claimsOf({ connections }: Check, variant: Variant | undefined): ReadonlySet<string> {
  const mapped = connections.flatMap((one) =>
    Object.entries(one.protocol === "oidc" ? one.claims : one.attributes).flat(),
  );
  const sent = Object.values(variant?.people ?? {}).flatMap(({ claims }) => Object.keys(claims));
  return new Set([...KNOWN.split(" "), ...mapped, ...sent].map(plainly));
}

/** Of OpenID Connect Core 5.1, of SCIM (RFC 7643, section 4.1) and of the directories that most IdPs read. */
const KNOWN =
  "first_name last_name surname full_name display_name middle_name nickname preferred_username user_name login mail " +
  "email_address picture avatar website gender birthdate zoneinfo locale phone_number mobile phone address title " +
  "department division organization company cost_center employee_number employee_type manager sub subject external_id";

/** `firstName`, `first_name` and `First Name` are one. */
function plainly(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** An object that is stored as JSON is what it holds: the `null` in it is no word. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

import { harvest } from "./harvest.ts";
import type { Exchange } from "./exchange.ts";
import { redactText, secretsByName, withoutTokens } from "./redact.ts";

/** An entry of the SP's audit log, of people or accounts of one check. A field that the target does not map is absent. */
export interface SeenEvent {
  readonly id: string;
  /** The SP's own word for what happened. */
  readonly word: string;
  /** What it tells, by `kinds` of the target file. */
  readonly kinds: readonly string[];
  readonly account?: string | null;
  readonly connection?: string | null;
  readonly by?: string | null;
  /** The connection that it names is one of the target's that nobody used. */
  readonly foreign?: true;
  /** The whole entry, as JSON, without secrets. */
  readonly entry: string;
  /** It came in this step. */
  readonly fresh: boolean;
  /** What of secret stands in it (`an access_token`); left out: nothing. */
  readonly secrets?: readonly string[];
}

/** Of a longer value it is sure that it does not stand somewhere by chance. */
const SHORTEST = 16;
const SIGNATURE = /<(?:[\w-]{1,40}:)?SignatureValue\b/;

/** What of secret stands in a text: tokens by their form, and the values that exchanges carried, cookies apart: an SP may log its own. */
export function secretsIn(
  text: string,
  exchanges: readonly Exchange[],
  passwords: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  if (SIGNATURE.test(text)) found.add("a signed assertion");
  if (withoutTokens(text) !== text) found.add("a token");
  for (const value of carried(exchanges)) if (text.includes(value)) found.add("a token, code or key");
  for (const password of passwords) if (password.length >= 6 && text.includes(password)) found.add("a password");
  return [...found];
}

function carried(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const values = new Set<string>();
  for (const exchange of exchanges) {
    if (exchange.by === "kit") continue;
    const cookies = new Set(cookiesOf(exchange));
    for (const value of [...harvest(exchange), ...ofIdp(exchange)])
      if (value.length >= SHORTEST && !cookies.has(value)) values.add(value);
  }
  return values;
}

/** What an IdP sent in a body or an address under a secret name: harvested, too, where it is long. */
function ofIdp({ request, response }: Exchange): readonly string[] {
  return [request.body, response?.body].flatMap((text) => secretsByName(text ?? ""));
}

function cookiesOf({ request, response }: Exchange): readonly string[] {
  const set = Object.entries(response?.headers ?? {}).flatMap(([name, value]) =>
    name.toLowerCase() === "set-cookie" ? [value].flat().map((one) => one.split(";", 1)[0] ?? "") : [],
  );
  const sent = Object.entries(request.headers).flatMap(([name, value]) =>
    name.toLowerCase() === "cookie" ? value.split(";") : [],
  );
  return [...set, ...sent].flatMap((pair) => {
    const value = pair.slice(pair.indexOf("=") + 1).trim();
    try {
      return [value, decodeURIComponent(value)];
    } catch {
      return [value];
    }
  });
}

const MOST = 2_000;

/** The entry as it may be kept. */
export function entryToKeep(text: string): string {
  return redactText(text).slice(0, MOST);
}

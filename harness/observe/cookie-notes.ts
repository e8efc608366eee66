import type { Exchange } from "./exchange.ts";

/** Enough for a person; the same cookie is told once. */
const MOST = 3;

/** What a browser did with the cookies of these exchanges: those that it refused, then those that it kept back. */
export function cookieNotes(exchanges: readonly Exchange[]): readonly string[] {
  const notes = [...new Set(exchanges.flatMap((exchange) => exchange.notes ?? []))];
  return [...notes.filter(isRefusal), ...notes.filter((note) => !isRefusal(note))].slice(0, MOST);
}

/** Whether a note tells of a cookie that the browser did not take at all. */
export function isRefusal(note: string): boolean {
  return / was refused: /.test(note);
}

/** What cures a note, each by the word that the rule of the browser is known by. */
const CURES: readonly (readonly [RegExp, string])[] = [
  [/SameSite=None without Secure/, "write Secure beside SameSite=None, or SameSite=Lax instead"],
  [/a Secure cookie of that name/, "let the SP set the cookie by https alone, or give it another name"],
  [/: Secure, |Secure/, "leave Secure out over plain http, or let the SP answer by https (base_url, ca)"],
  [
    /SameSite=Strict/,
    "give the cookie that the way back from the IdP needs SameSite=Lax, or None with Secure for a POST: a Strict one is not sent when another site leads back",
  ],
  [
    /SameSite=Lax|counts as Lax/,
    "give the cookie that a POST from the IdP needs SameSite=None with Secure, or keep what is in it at the server",
  ],
  [/Domain|public suffix|domain/, "set the cookie for the host of base_url, without Domain"],
  [/prefix/i, "a cookie named __Host- or __Secure- needs Secure, and __Host- Path=/ and no Domain"],
  [/4,096/, "keep the session at the server, or split the cookie: browsers take 4,096 bytes of each"],
];

export function cookieCure(note: string): string {
  const why = note.slice(note.indexOf(": ") + 2);
  return CURES.find(([rule]) => rule.test(why))?.[1] ?? "see why browsers do not take it";
}

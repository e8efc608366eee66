import { cookieCure, isRefusal } from "../../observe/cookie-notes.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { SignInObservation } from "../../observe/observation.ts";
import type { Connection } from "../../scenario/model/index.ts";

/** reCAPTCHA, hCaptcha and Turnstile, by the class of their widgets. */
const WIDGET = /\bclass\s*=\s*["']?[^"'>]*\b(?:g-recaptcha|h-captcha|cf-turnstile)\b/i;
const ASKED = /\bcaptcha\b|not a robot|are you (?:a )?human/i;

/** A cookie that the browser did not take, or did not send back: what rests on it cannot come about. */
export function cookieObstacle(
  { notes = [] }: SignInObservation,
  which: "refused" | "kept back",
): { readonly message: string; readonly hint: string } | null {
  const note = notes.find((one) => isRefusal(one) === (which === "refused"));
  if (note === undefined) return null;
  const verb = which === "refused" ? "does not take" : "does not send back";
  return { message: `the browser ${verb} what the SP lets it keep: ${note}`, hint: cookieCure(note) };
}

/**
 * What a page between the IdP and the SP wants of a person, and the cure; null where nothing is recognized. Where an
 * account was made (`isMade`), a page with a form may as well be the SP itself.
 */
export function obstacle(
  signIn: SignInObservation,
  exchanges: readonly Exchange[],
  connection: Connection,
  isMade: boolean,
): { readonly message: string; readonly hint: string } | null {
  const { page, outcome } = signIn;
  const at = `${connection.place.file}:${connection.place.line}`;
  const url = page.url.replace(/#.*$/s, "");
  const body = exchanges.findLast(({ by, request }) => by === "browser" && request.url === url)?.response?.body;
  if (ASKED.test(`${page.title} ${page.text}`) || WIDGET.test(body ?? "")) {
    return {
      message: `the person is asked for a CAPTCHA: ${signIn.why}`,
      hint: "no kit can solve it: switch it off at the SP for these tests",
    };
  }
  if (signIn.rate_limited !== undefined) {
    const { url, told } = signIn.rate_limited;
    return {
      message: `the SP takes no more: HTTP 429 at ${url}${told === "" ? "" : ` (${told})`}`,
      hint: "the first sign-in of a run must be let through: set limits: { sign_ins_per_minute } or { in_flight }, or exempt the kit from the limit",
    };
  }
  if (isMade || outcome !== "refused" || page.status !== 200 || !/<form\b/i.test(body ?? "")) return null;
  return {
    message: `a page with a form comes between, and nobody is signed in: ${signIn.why}`,
    hint: `where people press on lawfully, do it in after_sign_in (after_sign_in: [{ press: Accept }]); where the sign-in may end there, mark it as interrupted of ${connection.name} (${at})`,
  };
}

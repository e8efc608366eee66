import type { OidcShape } from "../profiles/index.ts";

/** What interrupts a session; `none`, `consent` and what nobody knows are left to the library. */
const INTERRUPTIONS: ReadonlySet<string> = new Set(["login", "select_account", "create"]);

/**
 * What a request's `prompt` is for the library; undefined: there is none. Values that have no effect at the vendor are
 * left out. OpenID Connect Core 11 lets an IdP ignore offline_access where no consent is asked for, and the library does
 * so; the usual IdPs grant it nonetheless. Consent is always given here, so asking for it changes nothing else.
 */
export function promptFor(scope: unknown, prompt: Asked, shape: Pick<OidcShape, "prompt">): Asked {
  if (Array.isArray(prompt)) return prompt;
  const all = (prompt ?? "").split(" ").filter((word) => word !== "");
  const effective = all.filter((word) => !INTERRUPTIONS.has(word) || shape.prompt.some((one) => one === word));
  const isSettled = effective.includes("none") || effective.includes("consent");
  const asked = isSettled || !isOffline(scope) ? effective : [...effective, "consent"];
  if (asked.length === all.length && asked.every((word, index) => word === all[index])) return prompt;
  return asked.length === 0 ? undefined : asked.join(" ");
}

/** As a query has it; a list where it is written several times, which the library refuses. */
type Asked = string | string[] | undefined;

function isOffline(scope: unknown): boolean {
  return typeof scope === "string" && scope.split(" ").includes("offline_access");
}

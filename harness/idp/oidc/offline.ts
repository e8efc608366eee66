/**
 * What a request's `prompt` must be for offline_access to be granted; undefined: as it is. OpenID Connect Core 11 lets an
 * IdP ignore offline_access where no consent is asked for, and the library does so. The usual IdPs grant it nonetheless;
 * consent is always given here, so asking for it changes nothing else.
 */
export function promptFor(scope: unknown, prompt: unknown = ""): string | undefined {
  if (typeof scope !== "string" || typeof prompt !== "string") return undefined;
  const prompts = prompt.split(" ").filter((word) => word !== "");
  const isSettled = prompts.includes("none") || prompts.includes("consent");
  return isSettled || !scope.split(" ").includes("offline_access") ? undefined : [...prompts, "consent"].join(" ");
}

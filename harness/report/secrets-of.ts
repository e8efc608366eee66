import { sensitivity } from "../observe/secrets.ts";
import type { Target } from "../scenario/model/index.ts";

/** Names under which a target file, or an SP's environment, holds what nobody else may see. */
const NAME =
  /secret|token|passw|passphrase|credential|private|(?:api|access|signing|session|encryption)[-_]?key|^key$|^sig$|^auth$|^authorization$|cookie/i;

/**
 * What of a target file is secret: values under secret names (`client_secret`, headers, variables of `start.env`),
 * passwords of addresses, parameters of request lines. Of a bound target also what its templates came to.
 */
export function secretsOf(target: Target): readonly string[] {
  const found = new Set<string>();
  visit(target, "", found);
  return [...found];
}

function visit(value: unknown, name: string, found: Set<string>): void {
  if (typeof value === "string") {
    if (value === "" || value.includes("{{")) return;
    if (isSecretName(name)) found.add(withoutScheme(value));
    for (const one of [...passwordOf(value), ...parametersOf(value)]) found.add(one);
  } else if (Array.isArray(value)) {
    for (const item of value) visit(item, name, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) visit(member, key, found);
  }
}

function isSecretName(name: string): boolean {
  return sensitivity(name.replace(/^x-/i, "")) === "secret" || NAME.test(name);
}

/** Of a header the credential alone. */
function withoutScheme(value: string): string {
  return value.replace(/^(?:Bearer|Basic|DPoP|Token)\s+/i, "");
}

function passwordOf(value: string): readonly string[] {
  const password = URL.parse(value)?.password ?? "";
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function parametersOf(value: string): readonly string[] {
  const start = value.indexOf("?");
  if (start < 0) return [];
  return [...new URLSearchParams(value.slice(start + 1))].flatMap(([name, one]) => (isSecretName(name) ? [one] : []));
}

import { sensitivity } from "../observe/secrets.ts";
import { KNOB_NAMES, SIGNATURES, type Target } from "../scenario/model/index.ts";

/** Names under which a target file, or an SP's environment, holds what nobody else may see. */
const NAME =
  /secret|token|passw|passphrase|credential|private|(?:api|access|signing|session|encryption)[-_]?key|^key$|^sig$|^auth$|^authorization$|cookie/i;

/**
 * Words of the file itself that stand under names of secrets (`signature: rsa-sha256`, `session: keep`,
 * `password_sign_in: none`): taken for secrets, they would be gone from wherever else they stand.
 */
const WORDS: ReadonlySet<string> = new Set([...SIGNATURES, "keep", "none"]);

/**
 * What of a target file is secret: values under secret names (`client_secret`, headers, variables of `start.env`),
 * passwords of addresses, parameters of request lines. Of a bound target also what its templates came to.
 */
export function secretsOf(target: Target): readonly string[] {
  const found = new Set<string>();
  visit(target, "", found);
  return [...found];
}

/** `name: value` on a line of its own: all that follows is the value. */
const LINE = /^(\s*(?:-\s+)*["']?([\w.-]+)["']?\s*:\s+)(.+)$/;
/** `name: value` within braces. */
const MEMBER = /(?<![\w.-])(["']?([\w.-]+)["']?\s*:\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"',{}[\]][^,}\]]*)/g;
const PARAMETER = /([?&]([\w.-]+)=)([^&\s"'#]+)/g;

/**
 * A line of a target file that is shown because it is wrong, so that nothing of the file is known yet: without what
 * stands under secret names. Its templates stay: the fault may be theirs.
 */
export function withoutSecretsOfLine(source: string): string {
  const hide = (whole: string, before: string, name: string, value: string): string =>
    isSecretName(name) && !WORDS.has(value) ? before + hidden(value) : whole;
  const [, before = "", name = "", value = ""] = LINE.exec(source) ?? [];
  if (isSecretName(name) && !value.startsWith("{") && !WORDS.has(value)) return before + hidden(value);
  return source.replace(MEMBER, hide).replace(PARAMETER, hide);
}

function hidden(value: string): string {
  return value
    .split(/(\{\{.*?\}\}|\$\{.*?\})/)
    .map((part, at) =>
      at % 2 === 1 || part.trim() === "" ? part : part.replace(/[^\s"'[\]{},]+(?:.*[^\s"'[\]{},])?/, "***"),
    )
    .join("");
}

function visit(value: unknown, name: string, found: Set<string>): void {
  if (typeof value === "string") {
    if (value === "" || value.includes("{{") || WORDS.has(value)) return;
    if (isSecretName(name)) found.add(withoutScheme(value));
    for (const one of [...passwordOf(value), ...parametersOf(value)]) found.add(one);
  } else if (Array.isArray(value)) {
    for (const item of value) visit(item, name, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) visit(member, key, found);
  }
}

/** What an SP's owner declares is no secret, whatever the knob is called (`id_token_signature`). */
function isSecretName(name: string): boolean {
  if (KNOB_NAMES.some((knob) => knob === name)) return false;
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

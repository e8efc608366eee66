import type { Exchange } from "./exchange.ts";
import { secretsByName } from "./redact.ts";
import { sensitivity } from "./secrets.ts";

/** A value that is shorter is a word, a number or a flag, and stands elsewhere by chance. */
const SHORTEST = 8;
/**
 * Words (`unverified_email`, `dark-mode`), numbers, addresses and paths: under a secret name they are no secret; nor is
 * what already stands for one, by whose number all would read as the same.
 */
const PLAIN = /^(?:[a-z]+(?:[ _.-][a-z]+)*|\d+|\/.*|[a-z][a-z0-9+.-]*:\/\/.*|\[(?:secret|redacted[^\]]*)\])$/is;

/**
 * The secret values that an exchange carried, whatever they look like: cookies, credentials of headers, and what stands
 * under a secret name in an address, a form, JSON or a protocol message. An SP that echoes one elsewhere, in a page or
 * an account, would else put it into a report.
 */
export function harvest({ by, request, response, messages }: Exchange): ReadonlySet<string> {
  const found = new Set<string>();
  const take = (value: string) => {
    if (value.length >= SHORTEST && !PLAIN.test(value)) found.add(value);
  };
  for (const [name, value] of Object.entries(request.headers)) for (const one of ofHeader(name, value)) take(one);
  for (const [name, value] of Object.entries(response?.headers ?? {}))
    for (const line of [value].flat()) for (const one of ofHeader(name, line)) take(one);
  // The kit's own reads are large and many; what stands there under a secret name goes by its name.
  const texts = by === "kit" ? [] : [request.body, response?.body];
  for (const text of [request.url, locationOf(response), ...texts])
    for (const one of secretsByName(text ?? "")) take(one);
  for (const { content } of messages) for (const one of ofMessage(content)) take(one);
  return found;
}

function locationOf(response: Exchange["response"]): string {
  const location = Object.entries(response?.headers ?? {}).find(([name]) => name.toLowerCase() === "location")?.[1];
  return [location ?? []].flat().join(" ");
}

function ofHeader(header: string, value: string): readonly string[] {
  const name = header.toLowerCase();
  if (name === "set-cookie") return cookieValue(value.split(";", 1)[0] ?? "");
  if (name === "cookie") return value.split(";").flatMap(cookieValue);
  if (name === "authorization" || name === "proxy-authorization") return credentials(value);
  return sensitivity(name.replace(/^x-/, "")) === "secret" ? [value] : [];
}

function cookieValue(pair: string): readonly string[] {
  const value = pair.slice(pair.indexOf("=") + 1).trim();
  if (!pair.includes("=") || value === "") return [];
  try {
    return [value, decodeURIComponent(value)];
  } catch {
    return [value];
  }
}

/** What follows the scheme; of Basic the password alone, too, since that is what people use again elsewhere. */
function credentials(value: string): readonly string[] {
  const [scheme = "", credential = ""] = value.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() !== "basic") return [credential];
  const decoded = Buffer.from(credential, "base64").toString("utf8");
  return [credential, decoded.slice(decoded.indexOf(":") + 1)];
}

function ofMessage(content: { readonly [name: string]: unknown }): readonly string[] {
  return Object.entries(content).flatMap(([name, value]) =>
    typeof value === "string" && sensitivity(name) === "secret" ? [value] : [],
  );
}

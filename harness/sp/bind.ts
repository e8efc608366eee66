import { own } from "../own.ts";
import { renderText } from "../scenario/template.ts";
import type { Json, Target } from "../scenario/model/index.ts";
import type { TargetVariables } from "./port.ts";

/**
 * What must be known before the IdPs start: `{{port}}` and `{{base_url}}`, throughout the file. All other templates
 * stay. `base_url` comes out without a slash at the end.
 */
export function bindBase(target: Target, { port }: { readonly port: string }): Target {
  const base_url = renderText(target.base_url, (path) => (path === "port" ? port : undefined)).replace(/\/+$/, "");
  return bind({ ...target, base_url }, { port, base_url });
}

/**
 * Renders a target's templates as far as the variables reach. What they do not name (a person's email in `sign_in`,
 * an account's fields in `seed`, `{{ns}}`) stays a template for whoever knows it. Binding twice is harmless.
 */
export function bind(target: Target, variables: TargetVariables): Target {
  const lookup = (path: string): Json => own(variables, path) ?? `{{${path}}}`;
  const bound = mapTexts(target, (text) => (text.includes("{{") ? renderText(text, lookup) : text));
  // Where the file is, is told to people and never rendered.
  return { ...bound, file: target.file, dir: target.dir };
}

/** A copy with every string changed; where a node stands in its file is not its text. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  if (isPlace(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)])) as T;
}

function isPlace(value: object): boolean {
  return "file" in value && "line" in value && "column" in value;
}

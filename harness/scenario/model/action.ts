import type { Place } from "../../errors.ts";
import type { Json } from "./names.ts";

/** `METHOD target`: a path of the SP (`GET /auth/oidc?org=acme`) or a whole address. May hold templates. */
export interface RequestLine {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly target: string;
}

/**
 * What a person does in a browser, one thing at a time; both agents understand the same list.
 * - `open`: navigate to a path or address
 * - `fill`: field name, id, label, placeholder or CSS selector -> text, all in one of the page's forms
 * - `press`: a button or link by its text or label, value, name, id or a CSS selector
 * - `follow`: a link, likewise
 * - `wait_for`: a text or a CSS selector that the page will show; an agent without scripts has it at once or never
 * - `request`: what a page's script would send; `open` is a JSONPath to an address in the answer to navigate to
 */
export type Action = (
  | { readonly kind: "open"; readonly target: string }
  | { readonly kind: "fill"; readonly fields: { readonly [field: string]: string } }
  | { readonly kind: "press"; readonly what: string }
  | { readonly kind: "follow"; readonly what: string }
  | { readonly kind: "wait_for"; readonly what: string }
  | {
      readonly kind: "request";
      readonly request: RequestLine;
      readonly json?: Json;
      readonly form?: { readonly [field: string]: string };
      readonly headers: { readonly [name: string]: string };
      readonly open?: string;
    }
) & {
  /** Done only where the page shows all of this; left out: always. */
  readonly if?: Mark;
  /** What finds nothing to act on is left out, and what the SP refuses is no refusal. */
  readonly optional?: true;
  readonly place: Place;
};

/** How a page is told from others. */
interface Mark {
  readonly selector?: string;
  readonly text?: string;
}

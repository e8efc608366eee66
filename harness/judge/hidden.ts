import type { AccountField } from "../scenario/model/index.ts";
import { held, unobservable, type Ruling } from "./ruling.ts";

/** A field that the target does not show. */
export function hidden(field: AccountField, expected: string): Ruling {
  const none = `or write \`observe: { ${field}: none }\` where the SP has no such thing`;
  return unobservable(field, expected, `the target shows no ${field}; map it in observe.accounts, ${none}`);
}

/** What the SP has no such thing of, and does not show, is expected in vain. */
export function orNone(field: AccountField, ruling: Ruling, lacking: readonly AccountField[]): Ruling {
  if (ruling.held !== "unobservable" || !lacking.includes(field)) return ruling;
  return held(ruling.expected, `the SP has no ${field}, as its target file declares`);
}

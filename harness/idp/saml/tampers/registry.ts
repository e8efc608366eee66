import { blankSubject } from "./blank-subject.ts";
import { missingSubject } from "./missing-subject.ts";
import { nothing } from "./nothing.ts";
import type { SamlTamper } from "./tamper.ts";

/** Every corruption of a SAML Response, by name. */
const TAMPERS: ReadonlyMap<string, SamlTamper> = new Map([
  ["nothing", nothing],
  ["missing-subject", missingSubject],
  ["blank-subject", blankSubject],
]);

/** Tampers that other protocols know, and why there is no such thing here. */
const NOT_APPLICABLE: ReadonlyMap<string, string> = new Map([
  ["non-string-subject", "a SAML NameID is text; it has no other type"],
]);

/** The names that may be armed and have an effect. */
export const TAMPER_NAMES: readonly string[] = [...TAMPERS.keys()];

export type FoundTamper = { readonly tamper: SamlTamper } | { readonly notApplicable: string };

export function findTamper(name: string): FoundTamper {
  const tamper = TAMPERS.get(name);
  return tamper === undefined
    ? { notApplicable: NOT_APPLICABLE.get(name) ?? `the SAML IdP knows no tamper ${name}` }
    : { tamper };
}

import type { ArmedTamper } from "../../port.ts";
import { blankSubject } from "./blank-subject.ts";
import { missingSubject } from "./missing-subject.ts";
import { nonStringSubject } from "./non-string-subject.ts";
import { nothing } from "./nothing.ts";
import type { Claims, OidcTamper } from "./tamper.ts";

/** Every tamper of OpenID Connect; a new one is a file and a line here. */
const TAMPERS: readonly OidcTamper[] = [nothing, missingSubject, blankSubject, nonStringSubject];

export const TAMPER_NAMES: readonly string[] = TAMPERS.map(({ name }) => name);

/** The claims as they leave: corrupted where a tamper is armed. */
export function tampered(claims: Claims, armed: ArmedTamper | undefined): Claims {
  const tamper = TAMPERS.find(({ name }) => name === armed?.name);
  return tamper === undefined ? claims : tamper.claims(claims, armed?.parameters ?? {});
}

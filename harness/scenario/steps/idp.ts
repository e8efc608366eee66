import { z } from "zod";
import type { StepBase } from "../model/step.ts";
import { list } from "../faults.ts";
import { defineStep, stepSchema } from "./kind.ts";
import type { StepRow } from "./row.ts";

const ENDPOINTS = ["jwks", "discovery", "metadata", "configuration", "logout"] as const;
type Endpoint = (typeof ENDPOINTS)[number];

/** The IdP of the check's own connection is otherwise from here on; all of it is undone when the check ends. */
export interface IdpStep extends StepBase {
  readonly kind: "idp";
  readonly does: "rotate_keys" | "next_certificate" | "odd_keys" | "fail" | "heal";
  /** What fails, or does no more. */
  readonly endpoint?: Endpoint;
}

const yes = (what: string) => z.literal(true, { error: "must be true, or be left out" }).optional().describe(what);

const shape = {
  rotate_keys: yes("A new key, which the JWKS has from now on, signs what is told of the check's people."),
  next_certificate: yes("The second certificate of the metadata signs what is told of the check's people."),
  odd_keys: yes(
    "The JWKS has a key for encryption, and one of a type that nobody knows, beside those that sign; ahead of `rotate_keys`, after which it is read.",
  ),
  fail: z
    .enum(ENDPOINTS)
    .optional()
    .describe(
      "This endpoint answers with HTTP 503, whoever asks; `configuration`: the discovery document, or the metadata; `logout`: where the SP sends whoever signs out.",
    ),
  heal: z.enum(ENDPOINTS).optional().describe("This endpoint answers again."),
};
const KINDS = Object.keys(shape) as IdpStep["does"][];

const idpStep = z
  .strictObject(shape)
  .refine((written) => KINDS.filter((kind) => written[kind] !== undefined).length === 1, {
    error: `must say one of ${list(KINDS, "or")}`,
    when: ({ issues }) => issues.length === 0,
  });

const WORDS: { readonly [does in IdpStep["does"]]: (endpoint: string) => string } = {
  rotate_keys: () => "once the SP's copy of its keys may be renewed, the IdP signs by a new key, which it publishes",
  next_certificate: () => "the IdP signs by the second of its certificates",
  odd_keys: () => "the IdP's key set has more in it: a key for encryption, and one of a type that nobody knows",
  fail: (endpoint) => `the IdP's ${endpoint} answers with HTTP 503`,
  heal: (endpoint) => `the IdP's ${endpoint} answers again`,
};

export const idp: StepRow<IdpStep> = defineStep({
  kind: "idp",
  schema: stepSchema({ idp: idpStep }).describe(
    "The IdP of the check's own connection is otherwise from here on, until the check ends.",
  ),
  build: ({ idp: written }) => {
    const does = KINDS.find((kind) => written[kind] !== undefined) ?? "heal";
    const endpoint = written.fail ?? written.heal;
    return { does, ...(endpoint === undefined ? {} : { endpoint }) };
  },
  title: ({ does, endpoint }) => (endpoint === undefined ? does : `${does} ${endpoint}`),
  words: ({ does, endpoint = "" }) => WORDS[does](endpoint),
  // What the SP asks for by itself is of no person: whoever else signs in there would be failed with them. And others
  // have the SP ask for keys, after which many wait before they ask again.
  needsQuiet: ({ does }) => does !== "next_certificate",
  needsSecondCertificate: ({ does }) => does === "next_certificate",
});

import { z } from "zod";
import { defined, many, oneOrMany } from "../schema/words.ts";
import { defineExpectation } from "./kind.ts";
import type { AnyExpectation, ExpectationRow } from "./row.ts";

/** What an answer of the IdP can be turned to that nothing binds to the request. */
const ATTACKS = ["csrf", "injection"] as const;
export type Attack = (typeof ATTACKS)[number];

/** What the SP sent, and how: of every request in the step alike. OpenID Connect alone. */
export interface ExchangeExpectation extends AnyExpectation {
  readonly kind: "exchange";
  /** Each request has something against it, another in each. */
  readonly against: readonly Attack[];
  /** What counts as such has at least so many characters. */
  readonly of_at_least?: number;
  /** No token of the IdP's stood in the query of an address. */
  readonly tokens_in_urls?: "none";
}

const WORDS: { readonly [attack in Attack]: string } = {
  csrf: "a state, a PKCE challenge or a nonce",
  injection: "a PKCE challenge or a nonce",
};

function againstInWords(attack: Attack, { of_at_least }: Pick<ExchangeExpectation, "of_at_least">): string {
  const long = of_at_least === undefined ? "" : ` of ${of_at_least} characters or more`;
  return `each authorization request has ${WORDS[attack]}${long}, another in each`;
}

export const exchange: ExpectationRow<ExchangeExpectation> = defineExpectation({
  kind: "exchange",
  schema: z
    .strictObject({
      against: oneOrMany(z.enum(ATTACKS))
        .optional()
        .describe(
          "Each authorization request has something that binds its answer to this browser, another in each: against `csrf` a state, a PKCE challenge or a nonce; against `injection` of a code a PKCE challenge or a nonce.",
        ),
      of_at_least: z
        .int("must be a whole number, not %")
        .min(1, "must be 1 or more")
        .optional()
        .describe("What counts against them has at least so many characters."),
      tokens_in_urls: z
        .literal("none")
        .optional()
        .describe("No token of the IdP's stands in the query of an address, neither of the SP's own nor of the IdP's."),
    })
    .refine(
      ({ against, tokens_in_urls }) => against !== undefined || tokens_in_urls !== undefined,
      "must say `against` what something is sent, or `tokens_in_urls`",
    )
    .refine(({ against, of_at_least }) => against !== undefined || of_at_least === undefined, {
      message: "is about what is sent `against` something",
      path: ["of_at_least"],
    })
    .describe("What the SP sent (OpenID Connect)."),
  build: ({ against, of_at_least, tokens_in_urls }) => ({
    against: against === undefined ? [] : many(against),
    ...defined({ of_at_least, tokens_in_urls }),
  }),
  needs: () => ({ fields: [], session: false }),
  words: (expectation) => [
    ...expectation.against.map((attack) => againstInWords(attack, expectation)),
    ...(expectation.tokens_in_urls === undefined ? [] : ["no token stands in the query of an address"]),
  ],
});

/** The kinds of expectation. A new one is a file here and a line in this table, and the like in judge/expectations. */
import { account } from "./account.ts";
import { accounts } from "./accounts.ts";
import { endsAt } from "./ends-at.ts";
import { events } from "./events.ts";
import { exchange } from "./exchange.ts";
import { fetched } from "./fetched.ts";
import { holds } from "./holds.ts";
import { invitations } from "./invitations.ts";
import { mailLeads } from "./mail-leads.ts";
import { markup } from "./markup.ts";
import { message } from "./message.ts";
import { neverAt } from "./never-at.ts";
import { outcome } from "./outcome.ts";
import { push } from "./push.ts";
import type { ExpectationRow } from "./row.ts";
import { session } from "./session.ts";
import { starts } from "./starts.ts";
import { toldAs } from "./told-as.ts";

const ROWS = {
  outcome,
  session,
  accounts,
  account,
  message,
  told_as: toldAs,
  markup,
  mail_leads: mailLeads,
  never_at: neverAt,
  ends_at: endsAt,
  exchange,
  fetched,
  push,
  events,
  invitations,
  starts,
  holds,
};

export type ExpectationKind = keyof typeof ROWS;
/** One thing that must be true after a step. */
export type Expectation = {
  readonly [K in ExpectationKind]: (typeof ROWS)[K] extends ExpectationRow<infer E> ? E : never;
}[ExpectationKind];
/** An expectation of one kind. */
export type ExpectationOf<K extends ExpectationKind> = Extract<Expectation, { readonly kind: K }>;

/** In the order in which they are judged and told. */
export const EXPECTATIONS: { readonly [K in ExpectationKind]: ExpectationRow<ExpectationOf<K>> } = ROWS;

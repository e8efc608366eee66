/** The kinds of expectation. A new one is a file here and a line in this table. */
import { account } from "./account.ts";
import { accounts } from "./accounts.ts";
import type { ExpectationKind } from "./kind.ts";
import { message } from "./message.ts";
import { neverAt } from "./never-at.ts";
import { outcome } from "./outcome.ts";
import { session } from "./session.ts";

export const EXPECTATION_KINDS: readonly ExpectationKind[] = [outcome, session, accounts, account, message, neverAt];

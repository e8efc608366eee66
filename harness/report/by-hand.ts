import type { StepObservation } from "../observe/observation.ts";
import { redactText } from "../observe/redact.ts";
import type { Vault } from "../observe/vault.ts";
import type { StepEntry } from "./document.ts";
import { brief, signInEntry } from "./entries.ts";
import { redactStep } from "./redact-event.ts";
import { accountsOf } from "./story/accounts.ts";
import { decisiveOf } from "./story/requests.ts";
import { sentIn } from "./story/sent.ts";
import { pageOf } from "./story/story.ts";
import { shorten } from "./text.ts";

const LONGEST_PAGE = 600;

/** What a step that nobody judges came to, as the report's own page shows a step. Free of secrets, of bounded size. */
export interface SeenEntry extends Pick<StepEntry, "sign_ins" | "exchanges"> {
  readonly happened: NonNullable<StepEntry["happened"]>;
  /** What the person was told who was not let in. */
  readonly page: string | null;
}

export function seenEntry(step: StepObservation, vault: Vault): SeenEntry {
  const clean = redactStep(step, vault.redact, (text) => redactText(text, vault.redact));
  const page = pageOf(clean);
  return {
    sign_ins: clean.sign_ins.map(signInEntry),
    exchanges: clean.exchanges.toSorted((one, other) => one.at - other.at || one.id - other.id).map(brief),
    happened: { sent: sentIn(clean.exchanges), accounts: accountsOf(clean, {}), decisive: decisiveOf(clean) },
    page: page === null ? null : shorten(page, LONGEST_PAGE),
  };
}

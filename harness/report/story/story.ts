import type { StepVerdict } from "../../judge/verdict.ts";
import type { StepObservation } from "../../observe/observation.ts";
import type { CheckFinished } from "../collector.ts";
import { accountsOf, type AccountsStory } from "./accounts.ts";
import { decisiveOf, requestsOf, type Decisive, type RequestStory } from "./requests.ts";
import { sentIn, type Claims } from "./sent.ts";

/** What happened in a step, as far as a person needs it to understand a failure. Bounded, and free of secrets. */
export interface Story {
  /** What the IdP said of those who signed in, by the wire's names; once for each who differs. */
  readonly sent: readonly Claims[];
  readonly accounts: AccountsStory;
  /** The requests of the step in their order. */
  readonly requests: readonly RequestStory[];
  readonly decisive: Decisive | null;
  /** What the person was told who was not let in; null: everybody was, or nobody signed in. */
  readonly page: string | null;
}

/** Pure. Null where the step was not driven. `all`: with the kit's own requests. */
export function storyOf(step: StepVerdict, event: CheckFinished, all = false): Story | null {
  const variant = event.observation.variants.find(({ name }) => name === step.variant);
  const seen = variant?.steps.find(({ index }) => index === step.index);
  if (variant === undefined || seen === undefined) return null;
  const names = { ...variant.seeded, ...seen.names };
  return {
    sent: sentIn(seen.exchanges),
    accounts: accountsOf(seen, names),
    requests: requestsOf(seen, all),
    decisive: decisiveOf(seen),
    page: pageOf(seen),
  };
}

/** The step of a check that shows best why it has its verdict: where the worst harm came, else the first that is so. */
export function tellingStep({ verdict }: CheckFinished): StepVerdict | undefined {
  const { steps, harm } = verdict;
  const harmed = harm === undefined ? undefined : steps.find((step) => step.harm === harm);
  return harmed ?? steps.find((step) => step.verdict === verdict.verdict);
}

/** What the person was told who was not let in; null: everybody was, or nobody signed in. */
export function pageOf({ sign_ins, page }: StepObservation): string | null {
  const out = sign_ins.findLast(({ session }) => session.state !== "signed_in");
  const shown = out?.page ?? (sign_ins.length === 0 ? page : undefined);
  const text = [shown?.title ?? "", shown?.text ?? ""].filter(Boolean).join(" — ");
  return text === "" ? null : text;
}

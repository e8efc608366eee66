import { redactExchange, redactText } from "../observe/redact.ts";
import type { Redact, Vault } from "../observe/vault.ts";
import type { StepObservation, VariantObservation } from "../observe/observation.ts";
import type { RunEvent } from "./events.ts";

/**
 * The event as listeners may know it: the one door by which what was seen leaves a run, cleared of what the run knows to
 * be secret and of what is so by its name or form. `check` and `plan` are the author's own
 * files, whose texts no listener tells but names.
 */
export function redactEvent(event: RunEvent, vault: Vault): RunEvent {
  switch (event.type) {
    case "run_started":
    case "check_started":
    case "run_finished":
      return event;
    case "phase":
    case "warning":
    case "policy":
    case "doctor":
      return mapTexts(event, (text) => redactText(text, vault.redact));
    case "check_finished": {
      const { check, observation, verdict } = event;
      const redact = vault.without(passwordsOf(check));
      const clean = (text: string): string => redactText(text, redact);
      return {
        ...event,
        verdict: mapTexts(verdict, clean),
        observation: { ...observation, variants: observation.variants.map((one) => redactVariant(one, redact, clean)) },
      };
    }
  }
}

/** Of what many checks share: a scenario, a connection. */
const known = new WeakMap<object, readonly string[]>();

/** What only one check makes secret: the passwords that its accounts, its steps and its scenario name. */
export function passwordsOf(of: object): readonly string[] {
  const { scenario, connections, ...own }: { scenario?: unknown; connections?: unknown } = of;
  const shared = [scenario, ...(Array.isArray(connections) ? connections : [])].filter(
    (one): one is object => typeof one === "object" && one !== null,
  );
  const found = shared.flatMap((one) => {
    const passwords = known.get(one) ?? passwordsIn(one);
    known.set(one, passwords);
    return passwords;
  });
  return [...new Set([...passwordsIn(own), ...found])];
}

function passwordsIn(of: object): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value === "string" && name === "password") found.push(value);
    if (typeof value !== "object" || value === null) return;
    for (const [inner, member] of Object.entries(value)) visit(member, inner);
  };
  visit(of, "");
  return found;
}

function redactVariant({ steps, ...rest }: VariantObservation, redact: Redact, clean: Redact): VariantObservation {
  return { ...mapTexts(rest, clean), steps: steps.map((step) => redactStep(step, redact, clean)) };
}

/** The wire is by far the most, and most listeners never look at it: it is cleared when somebody does. */
export function redactStep({ exchanges, ...rest }: StepObservation, redact: Redact, clean: Redact): StepObservation {
  let cleared: StepObservation["exchanges"] | undefined;
  return {
    ...mapTexts(rest, clean),
    get exchanges() {
      return (cleared ??= exchanges.map((exchange) => redactExchange(exchange, redact)));
    },
  };
}

/** A copy with every text in it changed, of whatever depth; the form stays. */
export function mapTexts<T>(value: T, change: Redact): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)])) as T;
}

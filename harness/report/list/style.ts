import { styleText } from "node:util";
import type { Verdict } from "../../judge/verdict.ts";

type Tone = Parameters<typeof styleText>[0];

/** Colours a text that has been made visible already. */
export type Style = (tone: Tone, text: string) => string;

export function createStyle(colors: boolean): Style {
  return (tone, text) => (colors ? styleText(tone, text, { validateStream: false }) : text);
}

/** How each verdict is marked: never by colour alone. */
export const MARKS: {
  readonly [verdict in Verdict]: { readonly mark: string; readonly tone: Tone; readonly word: string };
} = {
  passed: { mark: "✓", tone: "green", word: "passed" },
  failed: { mark: "✗", tone: "red", word: "failed" },
  error: { mark: "✗", tone: "magenta", word: "error" },
  misconfigured: { mark: "!", tone: "magenta", word: "misconfigured" },
  unobservable: { mark: "?", tone: "yellow", word: "unobservable" },
  observed: { mark: "○", tone: "cyan", word: "observed" },
  warned: { mark: "▲", tone: "yellow", word: "warned" },
  not_applicable: { mark: "–", tone: "dim", word: "not applicable" },
};

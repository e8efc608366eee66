import { expect, it } from "vitest";
import { judgeMailLeads } from "../../harness/judge/expectations/mail-leads.ts";
import type { MailObservation } from "../../harness/observe/observation.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const MAIL: MailObservation = { to: "ada@acme.test", came: true, ms: 5 };

it.each<[string, MailObservation | undefined, string]>([
  ["a link home", { ...MAIL, forged: { said: true, leads: null } }, "held: a link to the SP"],
  ["no mail", { ...MAIL, came: false, forged: { said: true, leads: null } }, "held: no mail came"],
  [
    "a link to who asked",
    { ...MAIL, forged: { said: true, leads: "http://forged.example" } },
    "not_held: a link to http://forged.example",
  ],
  [
    "a browser that has no say in it",
    { ...MAIL, came: false, forged: { said: false, leads: null } },
    "not_applicable: this browser says no other host than its own",
  ],
  ["a mail that was asked for honestly", MAIL, "unobservable"],
  ["no mail asked for", undefined, "unobservable"],
])("judges %s", (_, mail, expected) => {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = { ...step, ...(mail === undefined ? {} : { mail }) };
  const past = { seeded: new Map(), away: new Set<string>(), log: [], claims: {}, doors: {} };
  const [ruling] = judgeMailLeads({ kind: "mail_leads", place }, { seen, names: {}, past, lacking: [] });
  if (ruling === undefined) throw new Error("no ruling");
  const told = ruling.held === "unobservable" ? "" : `: ${"actual" in ruling ? ruling.actual : ""}`;
  expect(`${ruling.verdict ?? ruling.held}${told}`).toBe(expected);
});

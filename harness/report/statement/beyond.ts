import type { PolicyReport } from "../../judge/policy/report.ts";
import { isOfDirectory, isOfUnused } from "../../plan/index.ts";
import { KNOB_ROWS } from "../../scenario/model/index.ts";
import type { Told } from "../collector.ts";
import type { Block } from "./block.ts";

const WHY =
  "A sign-in makes and changes the account of whoever signs in, and no other. Whoever leaves signs in no more: put out at the identity provider alone, they keep their account with its roles, until somebody or something else takes it away.";

/** What a sign-in can not do, and what this SP was seen to have for it. */
export function* beyond(checks: readonly Told[], policy: PolicyReport | undefined): Generator<Block> {
  if (!checks.some(({ check }) => check.settled === undefined)) return;
  yield { kind: "heading", text: "What signing in alone does not do" };
  yield { kind: "text", text: WHY };
  yield {
    kind: "list",
    items: [
      session(policy),
      told(
        checks.filter(({ check }) => isOfDirectory(check.scenario)),
        {
          held: "A directory pushes accounts here (SCIM), and takes them out of use: what was looked at of it held",
          wrong: "A directory pushes accounts here (SCIM), and not all that it asks is done",
          unseen: "Whether a directory can push accounts and take them out of use (SCIM) was not looked at",
        },
      ),
      told(
        checks.filter(({ check }) => isOfUnused(check.scenario)),
        {
          held: "Accounts that nobody uses any more can be found: each shows when it was last signed in to",
          wrong: "Accounts that nobody uses any more can not be found by when they were last signed in to",
          unseen: "Whether accounts that nobody uses any more can be found was not looked at",
        },
      ),
    ],
  };
}

/** For how long somebody who was put out works on, in a browser that is signed in. */
function session(policy: PolicyReport | undefined): string {
  const lines = (policy?.blocks ?? []).flatMap(({ lines: all }) =>
    all.filter(({ knob, doubt }) => knob === "session_max" && doubt === undefined),
  );
  const values = [...new Set(lines.map(({ value }) => String(value)))];
  const words = values.map((value) => KNOB_ROWS.session_max.values[value]?.is ?? value);
  if (words.length === 0) return "How long a browser stays signed in whose person was put out was not looked at";
  return `A browser whose person was put out stays signed in for so long at most: ${words.join("; or ")}`;
}

interface Words {
  readonly held: string;
  readonly wrong: string;
  readonly unseen: string;
}

/** Only what was driven and held or went wrong says something. */
function told(checks: readonly Told[], { held, wrong, unseen }: Words): string {
  const seen = checks.filter(
    ({ check, verdict: { verdict } }) => check.settled === undefined && SAID.includes(verdict),
  );
  const names = (some: readonly Told[]) => [...new Set(some.map(({ check }) => check.id))].join(", ");
  const failed = seen.filter(({ verdict: { verdict } }) => verdict !== "passed");
  if (failed.length > 0) return `${wrong} (${names(failed)})`;
  return seen.length === 0 ? unseen : `${held} (${names(seen)})`;
}

const SAID: readonly string[] = ["passed", "failed", "warned"];

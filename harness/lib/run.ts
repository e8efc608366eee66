import { findKit } from "../cli/kit.ts";
import type { ReportDocument } from "../report/document.ts";
import type { RunEvent } from "../report/events.ts";
import { createKeeper } from "../report/index.ts";
import { runSuite } from "../run/run-suite.ts";
import { suiteOf } from "./suite.ts";
import type { TargetFile } from "./target.ts";

export interface RunOptions {
  /** A target file, or what would stand in one. */
  readonly target: string | TargetFile;
  /** Scenario files and folders; left out: the kit's own. */
  readonly scenarios?: readonly string[];
  /** Ids, of which `*` stands for any characters; left out: all. */
  readonly ids?: readonly string[];
  readonly protocols?: readonly ("oidc" | "saml")[];
  readonly tags?: readonly string[];
  /** The namespaces of a run that printed it. */
  readonly seed?: string;
  /** Checks at once; left out: one per core. */
  readonly jobs?: number;
  readonly strictPolicy?: boolean;
  readonly allowUnobservable?: boolean;
  readonly allowNothing?: boolean;
  /** Hosts beside this machine that may be spoken to, and those of them where accounts may be made and removed. */
  readonly allowRemote?: readonly string[];
  readonly allowRemoteChanges?: readonly string[];
  /** What is known to fail (docs/known-failures.md); left out: nothing is. */
  readonly baseline?: string;
  /** Keep keys and client secrets in `.jitterbug` beside the target file, for an SP that has them written down; else new ones. */
  readonly keep?: boolean;
  /** Ends the run early; what was seen so far is told, as a partial run. */
  readonly signal?: AbortSignal;
  /** Each thing as it happens. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** What a run came to: as `jitterbug run` exits, and as its JSON report tells. */
export interface RunOutcome {
  readonly exitStatus: number;
  readonly report: ReportDocument;
}

/** Judges an SP, as `jitterbug run` does. Throws JitterbugError where the run could not be made at all. */
export async function run(options: RunOptions): Promise<RunOutcome> {
  const keeper = createKeeper(findKit().version);
  const { onEvent } = options;
  const reporters = [keeper, ...(onEvent === undefined ? [] : [{ name: "onEvent", on: onEvent }])];
  const { exitStatus } = await runSuite(suiteOf(options, reporters));
  return { exitStatus, report: keeper.document() };
}

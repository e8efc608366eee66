/**
 * Whether the kit catches what released libraries were known for: `npm run libraries -- advisories [ID] [--write]`. Each release is
 * installed into a temporary folder, put behind its minimal SP, and judged by the one check; caught is what failed on the faulty
 * release by the tamper that is named, and passed on the other one. Anything else ends with exit status 1.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { install, judge, nameIn } from "./judge.ts";
import { HERE, type LibrarySetup } from "./table.ts";

export interface Advisory {
  readonly id: string;
  readonly link: string;
  readonly about: string;
  readonly sp: string;
  readonly protocol: "oidc" | "saml";
  /** What is installed, each `name@version`; what is named first is what the advisory is of, or what has it in it. */
  readonly vulnerable: readonly string[];
  readonly fixed: readonly string[];
  readonly setup?: Partial<LibrarySetup>;
  readonly check: string;
  /** Which of the check's tampers does it, where it has several. */
  readonly tamper?: string;
}

export interface Tried {
  readonly id: string;
  readonly of: string;
  readonly seen: string;
}

/** What was seen of a release: the verdict of the one check. */
export interface Outcome {
  readonly date: string;
  readonly vulnerable: string;
  readonly fixed: string;
}

export function advisories(): { readonly advisories: readonly Advisory[]; readonly tried: readonly Tried[] } {
  return parse(readFileSync(join(HERE, "advisories.yaml"), "utf8")) as ReturnType<typeof advisories>;
}

const OUTCOMES = join(HERE, "results", "advisories.json");

export function outcomes(): { readonly [id: string]: Outcome } {
  try {
    return JSON.parse(readFileSync(OUTCOMES, "utf8")) as { readonly [id: string]: Outcome };
  } catch {
    return {};
  }
}

/** Whether each that is asked for (`only`, or all) was caught, and passed once it was mended. */
export async function areCaught(scratch: string, only: string | undefined, write: boolean): Promise<boolean> {
  const asked = advisories().advisories.filter(({ id }) => only === undefined || only === id);
  const seen: { [id: string]: Outcome } = { ...outcomes() };
  let good = asked.length > 0;
  for (const [at, advisory] of asked.entries()) {
    const vulnerable = await verdictOf(advisory, advisory.vulnerable, join(scratch, `${at}-vulnerable`));
    const fixed = await verdictOf(advisory, advisory.fixed, join(scratch, `${at}-fixed`));
    const { check, tamper = check } = advisory;
    const isCaught =
      vulnerable.verdict === "failed" && (advisory.tamper === undefined || vulnerable.reason.includes(tamper));
    const isGood = isCaught && fixed.verdict === "passed";
    good &&= isGood;
    console.log(`${isGood ? "✓" : "✗"} ${advisory.id}, ${check}:`);
    console.log(`    ${advisory.vulnerable.join(", ")}: ${vulnerable.verdict} ${vulnerable.reason}`);
    console.log(`    ${advisory.fixed.join(", ")}: ${fixed.verdict} ${fixed.verdict === "passed" ? "" : fixed.reason}`);
    const date = new Date().toISOString().slice(0, 10);
    seen[advisory.id] = { date, vulnerable: vulnerable.verdict, fixed: fixed.verdict };
  }
  if (write) writeFileSync(OUTCOMES, `${JSON.stringify(seen, null, 2)}\n`);
  return good;
}

async function verdictOf(advisory: Advisory, packages: readonly string[], folder: string) {
  const { sp, protocol, setup = {}, check } = advisory;
  // All of them by name, so that what the first one brings is the release that is meant.
  const overrides = Object.fromEntries(packages.slice(1).map((one) => [nameIn(one), `$${nameIn(one)}`]));
  install(folder, packages, overrides);
  const plain = { as: "", policy: {}, ...setup };
  const library = { name: sp, sp, protocol, sessions: true, setups: { default: plain } };
  const asked = { setup: "default", scratch: folder, modules: folder, options: ["--id", check], quiet: true } as const;
  const [found] = (await judge(library, asked)) ?? [];
  return found ?? { verdict: "no report", reason: "" };
}

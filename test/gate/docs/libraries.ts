import { join } from "node:path";
import { advisories, outcomes } from "../../libraries/advisories.ts";
import { EXPLAINED, kept, type Result } from "../../libraries/results.ts";
import { HERE, libraries, SETUPS, type Library, type Setup } from "../../libraries/table.ts";
import { written } from "../../strangers/findings.ts";

interface Row {
  readonly library: Library;
  readonly setup: Setup;
  readonly result: Result;
}

/** The report card: what each library did, check by check, and what was known of released ones. */
export function libraryCard(): string {
  const rows = libraries().flatMap((library) =>
    SETUPS.flatMap((setup) => {
      const result = library.setups[setup] === undefined ? null : kept(fileOf(library, setup));
      return result === null ? [] : [{ library, setup, result }];
    }),
  );
  const unkept = libraries().flatMap((library) =>
    SETUPS.filter((setup) => library.setups[setup] && kept(fileOf(library, setup)) === null).map(
      (setup) => `\`${setup === "default" ? library.name : `${library.name}/${setup}`}\``,
    ),
  );
  const open = unkept.length === 0 ? "" : `No run is kept yet of ${unkept.join(", ")}.\n`;
  return [
    summary(rows),
    open,
    ...(["oidc", "saml"] as const).map((one) => card(one, rows)),
    reasons(rows),
    known(),
  ].join("\n");
}

function fileOf({ name }: Library, setup: Setup): string {
  return setup === "default" ? name : `${name}-${setup}`;
}

function titleOf({ library, setup }: Row): string {
  return setup === "default" ? library.name : `${library.name}, hardened`;
}

function summary(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { library, setup, result } = row;
    const count = (verdict: string) => result.verdicts[verdict]?.length ?? 0;
    const counts = ["passed", "failed", "warned", "observed", "not_applicable"].map(count).join(" | ");
    return `| ${titleOf(row)} | ${result.version} | ${result.date} | ${counts} | ${library.setups[setup]?.as ?? ""} |`;
  });
  return [
    "## Runs",
    "",
    "| library | version | judged | passed | failed | warned | observed | not applicable | set up by |",
    "|---|---|---|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

/** Only checks that somebody did not pass are told apart; the others are named below. */
function card(protocol: "oidc" | "saml", every: readonly Row[]): string {
  const rows = every.filter(({ library }) => library.protocol === protocol);
  const verdicts = rows.map(({ result }) => {
    const told = new Map<string, string>();
    for (const [verdict, names] of Object.entries(result.verdicts))
      for (const name of names) told.set(name.replace(/ \[.*/, ""), verdict);
    return told;
  });
  const ids = [...new Set(verdicts.flatMap((told) => [...told.keys()]))].toSorted();
  const differs = ids.filter((id) => verdicts.some((told) => told.get(id) !== "passed"));
  const cell = (told: ReadonlyMap<string, string>, id: string) => (told.get(id) ?? "–").replaceAll("_", " ");
  const lines = differs.map((id) => `| \`${id}\` | ${verdicts.map((told) => cell(told, id)).join(" | ")} |`);
  const same = ids.filter((id) => !differs.includes(id)).map((id) => `\`${id}\``);
  return [
    `## ${protocol === "oidc" ? "OpenID Connect" : "SAML"}`,
    "",
    `| check | ${rows.map(titleOf).join(" | ")} |`,
    `|---|${rows.map(() => "---|").join("")}`,
    ...lines,
    "",
    `Every one of them passed: ${same.join(", ")}.`,
    "",
  ].join("\n");
}

function reasons(rows: readonly Row[]): string {
  const parts = rows.flatMap((row) => {
    const findings = written(join(HERE, "findings", `${fileOf(row.library, row.setup)}.yaml`));
    const told = findings.filter(({ verdict }) => [verdict].flat().some((one) => EXPLAINED.includes(one)));
    if (told.length === 0) return [];
    const lines = told.map(({ check, verdict, why }) => {
      const names = [check].flat().map((one) => `\`${one}\``);
      return `- ${names.join(", ")} (${[verdict].flat().join(" or ")}): ${why.trim()}`;
    });
    return [`### ${titleOf(row)}`, "", ...lines, ""];
  });
  return ["## Every red and every warning", "", ...parts].join("\n");
}

function known(): string {
  const seen = outcomes();
  const { advisories: all, tried } = advisories();
  const told = (verdict: string | undefined) => (verdict ?? "not run").replaceAll("_", " ");
  const lines = all.map(({ id, link, about, vulnerable, fixed, check, tamper }) => {
    const by = tamper === undefined ? `\`${check}\`` : `\`${check}\`, \`${tamper}\``;
    const releases = `${vulnerable.join(", ")}: ${told(seen[id]?.vulnerable)} | ${fixed.join(", ")}: ${told(seen[id]?.fixed)}`;
    return `| [${id}](${link}) | ${about} | ${releases} | ${by} |`;
  });
  return [
    "## Releases that are known to be faulty",
    "",
    "| advisory | what it is | with it | without it | asked by |",
    "|---|---|---|---|---|",
    ...lines,
    "",
    "Tried, and not reproduced:",
    "",
    ...tried.map(({ id, of, seen: what }) => `- ${id} (${of}): ${what}.`),
    "",
  ].join("\n");
}

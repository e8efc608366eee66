import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const doc = readFileSync(new URL("../../docs/your-own-sp.md", import.meta.url), "utf8");
const help = new URL("golden/help/", import.meta.url);
const COMMANDS = readdirSync(help)
  .map((file) => file.replace(".txt", ""))
  .filter((command) => command !== "jitterbug");

it.each(COMMANDS)("every flag of `%s` stands in docs/your-own-sp.md, and no other", (command) => {
  const shown = readFileSync(new URL(`${command}.txt`, help), "utf8");
  const flags = [...shown.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag);
  const row = new RegExp(`^\\| \`${command}\\b.*$`, "m").exec(doc)?.[0] ?? "";
  const told = [...row.matchAll(/`(--[\w-]+)/g)].map(([, flag]) => flag);
  expect(new Set(told)).toEqual(new Set(flags.filter((flag) => flag !== "--help")));
});

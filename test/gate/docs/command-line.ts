import { spawnSync } from "node:child_process";

/** The help of the kit and of each of its commands, as they print it themselves. */
export function commandLine(): string {
  const overall = help([]);
  const commands = [...overall.matchAll(/^ {2}([a-z]+)\b.* {2,}/gm)].map(([, name = ""]) => name);
  const parts = commands.filter((name) => name !== "help").map((name) => section(`jitterbug ${name}`, help([name])));
  return [section("jitterbug", overall), ...parts].join("\n");
}

function section(title: string, text: string): string {
  return `## ${title}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`;
}

function help(args: readonly string[]): string {
  const { status, stdout } = spawnSync("node", ["harness/bin/jitterbug.js", ...args, "--help"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`\`jitterbug ${args.join(" ")} --help\` ended with status ${status}`);
  return stdout;
}

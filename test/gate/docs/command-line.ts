import { spawnSync } from "node:child_process";

/** The help of the kit and of each of its commands, as they print it themselves. */
export function commandLine(): string {
  const overall = help([]);
  const parts = commandsIn(overall).flatMap((name) => {
    const own = help([name]);
    const inner = /^Commands:$/m.test(own) ? commandsIn(own.slice(own.indexOf("Commands:"))) : [];
    const below = inner.map((one) => section(`jitterbug ${name} ${one}`, help([name, one])));
    return [section(`jitterbug ${name}`, own), ...below];
  });
  return [section("jitterbug", overall), ...parts].join("\n");
}

function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/^ {2}([a-z]+)\b.* {2,}/gm)].flatMap(([, name = ""]) => (name === "help" ? [] : [name]));
}

function section(title: string, text: string): string {
  return `## ${title}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`;
}

function help(args: readonly string[]): string {
  const { status, stdout } = spawnSync("node", ["harness/bin/jitterbug.js", ...args, "--help"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`\`jitterbug ${args.join(" ")} --help\` ended with status ${status}`);
  return stdout;
}

import type { Register } from "../command.ts";
import { print } from "../io.ts";
import { knownName } from "../select.ts";
import { profileInWords, profilesInWords } from "../words/profiles.ts";

export const registerProfiles: Register = (program, { io }) => {
  program
    .command("profiles")
    .description("list the vendors that a connection may resemble")
    .argument("[name]", "show what this one changes, with its sources and a sample")
    .option("--json", "print JSON")
    .action(async (name: string | undefined, { json }: { readonly json?: boolean }) => {
      const { shownProfiles } = await import("../../run/profiles.ts");
      const all = shownProfiles();
      const names = all.map((profile) => profile.name);
      if (name !== undefined) knownName("profile is called", name, names);
      const wanted = all.filter((profile) => name === undefined || profile.name === name);
      if (json === true) io.stdout.write(`${JSON.stringify(name === undefined ? wanted : wanted[0], null, 2)}\n`);
      else if (name === undefined) print(io.stdout, profilesInWords(wanted, io.stdout.colors));
      else
        print(
          io.stdout,
          wanted.flatMap((profile) => profileInWords(profile, io.stdout.colors, Math.min(io.stdout.columns, 100))),
        );
    });
};

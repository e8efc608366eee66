import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { JitterbugError } from "../errors.ts";
import { rewritePerson } from "../scenario/index.ts";
import type { Person } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";
import { replaceFile } from "./replace.ts";

/** Where the kit's own people are kept once somebody has changed them: its own file is not theirs. */
const OWN_FILE = "people.yaml";

/** What writes people back to the file that they came from; those of the kit go to one in the folder of the command. */
export function keepPeople(
  { io, kit }: CommandContext,
  file: string,
): { readonly peopleFile: string; readonly savePerson: (person: Person) => Promise<string> } {
  const isKits = file === kit.demoPeople;
  const to = isKits ? join(io.cwd, OWN_FILE) : file;
  const peopleFile = relative(io.cwd, to);
  let made = false;
  return {
    peopleFile,
    async savePerson(person) {
      if (isKits && !made && existsSync(to))
        throw new JitterbugError("ERR_USAGE", `${peopleFile} is there already`, {
          hint: `Start with --people ${peopleFile} to go on with it.`,
        });
      const text = readFileSync(isKits && !made ? file : to, "utf8");
      await replaceFile(to, rewritePerson(text, person));
      made = true;
      return peopleFile;
    },
  };
}

import { Argument } from "commander";
import { editorSchema, FILE_KINDS } from "../../scenario/index.ts";
import type { FileKind } from "../../scenario/index.ts";
import type { Register } from "../command.ts";

export const registerSchema: Register = (program, { io }) => {
  program
    .command("schema")
    .description("print the JSON Schema of a file kind, for editors")
    .addArgument(new Argument("<kind>", "which file").choices(FILE_KINDS))
    .addHelpText(
      "after",
      "\nThe package has each as a file: begin yours with\n  # yaml-language-server: $schema=./node_modules/jitterbug/schemas/target.schema.json\nas `init` and `new` do, and VS Code (YAML extension), Neovim or IntelliJ completes it and marks its faults.",
    )
    .action((kind: FileKind) => {
      io.stdout.write(`${JSON.stringify(editorSchema(kind), null, 2)}\n`);
    });
};

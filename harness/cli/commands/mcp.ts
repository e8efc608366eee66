import { pathFrom } from "../../paths.ts";
import type { Register } from "../command.ts";
import { targetOption } from "../options.ts";

export const registerMcp: Register = (program, { io, kit }) => {
  program
    .command("mcp")
    .description("answer a coding agent over standard input and output (Model Context Protocol)")
    .addOption(targetOption())
    .action(async ({ target = "jitterbug.yaml" }: { readonly target?: string }) => {
      const [{ serveMcp }, { runCommandLine }] = await Promise.all([
        import("../mcp/server.ts"),
        import("../program.ts"),
      ]);
      await serveMcp({ io, kit, target: pathFrom(io.cwd, target), command: runCommandLine });
    });
};

import { JitterbugError } from "../../errors.ts";
import type { Register } from "../command.ts";

/** What `run --workers` starts; no person calls it. */
export const registerWorker: Register = (program, { io }) => {
  program
    .command("worker", { hidden: true })
    .description("one of several processes that share the checks of a run")
    .action(async () => {
      const channel = io.channel();
      if (channel === null)
        throw new JitterbugError("ERR_USAGE", "`worker` is started by a run, and by nobody else", {
          hint: "jitterbug run --workers N",
        });
      const { beWorker } = await import("../../run/workers/work.ts");
      await beWorker(channel);
      channel.close();
    });
};

import type { Reporter } from "../report/events.ts";
import { createStyle } from "../report/index.ts";
import type { CommandContext } from "./command.ts";
import { print } from "./io.ts";
import { openInBrowser } from "./open.ts";

/**
 * Runs with a page beside it that shows the run as it goes. Where somebody is at the terminal, the page stays until Ctrl-C;
 * elsewhere nobody would press it, and the page ends with the run. Resolves to the run's exit status, or throws as it does.
 */
export async function besidePage(
  { io, kit }: CommandContext,
  { open, stays }: { readonly open: boolean; readonly stays: boolean },
  run: (reporter: Reporter) => Promise<number>,
): Promise<number> {
  const { openWatch } = await import("../console/index.ts");
  const page = await openWatch(kit.version);
  try {
    // What opens the page is its address, and nobody's secret but this terminal's.
    io.vault.reveal([new URL(page.url).hash.slice(1)]);
    const style = createStyle(io.stdout.colors);
    const end = io.attended ? "" : style("dim", "  (until the run has ended)");
    print(io.stdout, ["", `  ${style("bold", "The run")}: ${style(["cyan", "underline"], page.url)}${end}`, ""]);
    if (open) openInBrowser(page.url);
    const status = await run(page.reporter);
    if (!stays || !io.attended || io.signal.aborted) return status;
    print(io.stdout, ["", "The page stays up. Ctrl-C ends it."]);
    await io.untilStopped();
    return status;
  } finally {
    await page.close();
  }
}

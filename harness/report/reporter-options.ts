import type { Leave } from "./outcome.ts";
import type { Folders } from "./places.ts";

/** What every report that is a file is made with. */
export interface FileReporterOptions extends Leave {
  readonly path: string;
  /** Of the kit. */
  readonly version: string;
  /** Left out: files are told as the run tells them. */
  readonly folders?: Folders | undefined;
}

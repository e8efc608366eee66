import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Screenshot } from "../agent/chromium/index.ts";
import type { Reporter } from "../report/events.ts";

/** What went well needs no picture. */
const UNSHOWN: ReadonlySet<string> = new Set(["passed", "observed", "not_applicable"]);

/**
 * Keeps what each browser showed last until its check has a verdict, and writes the pictures of those that did not
 * pass: `CHECK-NUMBER.png`, in the order in which the browsers were closed.
 */
export class Screenshots implements Reporter {
  readonly name = "screenshots";
  readonly #dir: string;
  /** By namespace. */
  readonly #taken = new Map<string, Screenshot[]>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Browsers are named `NAMESPACE/name`. */
  take(screenshot: Screenshot): void {
    const ns = screenshot.browser.split("/", 1)[0] ?? "";
    this.#taken.set(ns, [...(this.#taken.get(ns) ?? []), screenshot]);
  }

  async on(event: Parameters<Reporter["on"]>[0]): Promise<void> {
    if (event.type !== "check_finished") return;
    const pictures = event.observation.variants.flatMap(({ ns }) => {
      const own = this.#taken.get(ns) ?? [];
      this.#taken.delete(ns);
      return own;
    });
    if (UNSHOWN.has(event.verdict.verdict) || pictures.length === 0) return;
    await mkdir(this.#dir, { recursive: true });
    for (const [index, { png }] of pictures.entries()) {
      const file = `${event.check.name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^-|-$/g, "")}-${index + 1}.png`;
      // Pages of a real SP are nobody else's.
      await writeFile(join(this.#dir, file), png, { mode: 0o600 });
    }
  }
}

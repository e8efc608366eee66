import { existsSync } from "node:fs";
import { sep } from "node:path";
import { loadTarget } from "../scenario/index.ts";
import type { KnownByCaller } from "../scenario/index.ts";
import type { CommandContext } from "./command.ts";

/** What scenarios are held to: the reference SP's defects, and which of the files the kit ships. */
export function knownTo({ kit }: Pick<CommandContext, "kit">): KnownByCaller {
  return {
    shipped: (file) => file.startsWith(`${kit.scenarios}${sep}`),
    ...(existsSync(kit.referenceTarget)
      ? { defects: () => loadTarget(kit.referenceTarget, { env: {}, root: kit.root }).defects?.ids ?? [] }
      : {}),
  };
}

import { existsSync } from "node:fs";
import { sep } from "node:path";
import { listDefects } from "../run/list-defects.ts";
import { loadTarget } from "../scenario/index.ts";
import type { KnownByCaller } from "../scenario/index.ts";
import type { Target } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";

/** What scenarios are held to: the defects of the target and of the reference SP, and which of the files the kit ships. */
export function knownTo({ kit, io }: KnownIn): KnownByCaller {
  return {
    shipped: (file) => file.startsWith(`${kit.scenarios}${sep}`),
    defects: (target) => {
      const asked = [
        ...(target?.defects === undefined ? [] : [target]),
        ...(existsSync(kit.referenceTarget) && target?.file !== kit.referenceTarget ? [reference(kit)] : []),
      ];
      if (asked.length === 0) return undefined;
      return [...new Set(asked.flatMap((one) => listDefects(one, io.env)).map(({ id }) => id))];
    },
  };
}

interface KnownIn {
  readonly kit: CommandContext["kit"];
  readonly io: Pick<CommandContext["io"], "env">;
}

function reference({ referenceTarget, root }: CommandContext["kit"]): Target {
  return loadTarget(referenceTarget, { env: {}, root });
}

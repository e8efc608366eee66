import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { OwnCode } from "../model/own-code.ts";
import type { Cursor } from "./cursor.ts";
import { json, text } from "./words.ts";

export const moduleSchema = text.regex(/\.[cm]?[jt]s$/, "must be the path of a module (.ts, .mts, .js, .mjs), not %");

export const valuesSchema = z.record(z.string(), json);

export function buildOwnCode(name: string, values: OwnCode["with"] | undefined, at: Cursor): OwnCode {
  return { name, file: resolve(dirname(at.file), name), with: values ?? {}, place: at.place };
}

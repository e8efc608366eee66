import { open, type FileHandle } from "node:fs/promises";
import { JitterbugError } from "../../errors.ts";
import { reasonOf, statsOf } from "../../files.ts";
import type { RunEvent } from "../events.ts";
import { UnfitLine, WireReader } from "./read.ts";

/** An event of a saved run, and the line that told of it. */
export interface SavedEvent {
  /** The file. */
  readonly path: string;
  readonly event: RunEvent;
  /** From 1. */
  readonly line: number;
}

/**
 * The events of a saved run, one after another. Of a run that was killed the last line may be half there: it is left
 * out, and no `run_finished` comes. Throws ERR_SAVED_RUN, with FILE:LINE, for anything that no run wrote.
 */
export async function* savedEvents(path: string): AsyncGenerator<SavedEvent> {
  const file = await opened(path);
  const reader = new WireReader();
  let line = 0;
  /** A line is read once the next one is there: the last one may have been cut. */
  let before: string | null = null;
  try {
    for await (const text of file.readLines()) {
      if (before !== null) yield* one(path, reader, before, (line += 1));
      before = text;
    }
  } catch (error) {
    throw error instanceof JitterbugError ? error : unreadable(path, reasonOf(error), error);
  } finally {
    await file.close();
  }
  if (before !== null && (line === 0 || isWhole(before))) yield* one(path, reader, before, (line += 1));
  if (!reader.begun) throw unreadable(path, line === 0 ? "it is empty" : "it was cut off before its plan was whole");
}

function* one(path: string, reader: WireReader, text: string, line: number): Generator<SavedEvent> {
  try {
    const event = reader.read(text);
    if (event !== null) yield { path, event, line };
  } catch (error) {
    if (error instanceof UnfitLine) throw unfit(path, line, error.message, error.hint, error);
    throw error;
  }
}

async function opened(path: string): Promise<FileHandle> {
  // A pipe would be waited for.
  if (statsOf(path)?.isFile() === false) throw unreadable(path, "this is no file");
  try {
    return await open(path, "r");
  } catch (error) {
    throw unreadable(path, reasonOf(error), error);
  }
}

/** ERR_SAVED_RUN at a line. */
export function unfit(path: string, line: number, problem: string, hint?: string, cause?: unknown): JitterbugError {
  return new JitterbugError("ERR_SAVED_RUN", `${path}:${line}: ${problem}`, { hint, cause });
}

function unreadable(path: string, problem: string, cause?: unknown): JitterbugError {
  return new JitterbugError("ERR_SAVED_RUN", `${path}: ${problem}`, {
    hint: "`jitterbug run --save FILE` writes a saved run",
    cause,
  });
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

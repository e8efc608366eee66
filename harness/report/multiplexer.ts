import { messageOf } from "../errors.ts";
import type { Reporter, RunEvent } from "./events.ts";

/** Where a run sends its events. */
export interface Multiplexer {
  /** Resolves once every reporter has dealt with the event. Never rejects. */
  emit(event: RunEvent): Promise<void>;
}

/**
 * Hands every event to every reporter, one event after another however they are emitted. A reporter that throws is
 * told of once, as a warning to the others, and gets no further event; the rest lose nothing.
 */
export function createMultiplexer(reporters: readonly Reporter[]): Multiplexer {
  const given: Set<Reporter> = new Set(reporters);
  let queue: Promise<void> = Promise.resolve();

  const deliver = async (event: RunEvent): Promise<void> => {
    for (const reporter of reporters) {
      if (!given.has(reporter)) continue;
      try {
        await reporter.on(event);
      } catch (error) {
        given.delete(reporter);
        const reason = messageOf(error);
        await deliver({ type: "warning", at: event.at, text: `The ${reporter.name} report was given up: ${reason}` });
      }
    }
  };

  return {
    emit(event) {
      queue = queue.then(() => deliver(event));
      return queue;
    },
  };
}

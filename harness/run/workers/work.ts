import type { Reporter, RunEvent } from "../../report/events.ts";
import { WireWriter } from "../../report/wire/write.ts";
import { runSuite } from "../run-suite.ts";
import type { Channel, Work } from "./port.ts";
import { toldOf } from "./told.ts";

/**
 * A worker's whole life: it hears what is to be done, does it at an SP of its own, tells everything as it happens, and
 * ends. Where nobody gives orders any more, because whoever hired it is gone, it ends in good order, too.
 */
export async function beWorker(channel: Channel): Promise<void> {
  const stopper = new AbortController();
  const alone = Promise.withResolvers<void>();
  const given = Promise.withResolvers<Work | null>();
  channel.hear((order) => {
    if (order?.type === "work") return given.resolve(order.work);
    if (order?.type === "alone") return alone.resolve();
    stopper.abort();
    given.resolve(null);
    alone.resolve();
  });
  const work = await given.promise;
  if (work === null) return;
  const { version, ...options } = work;
  try {
    const { broken_off } = await runSuite({
      ...options,
      whole: false,
      // Whether all of them together judged nothing is for whoever hired it to say.
      allowNothing: true,
      reporters: [teller(channel, version)],
      signal: stopper.signal,
      async beforeExclusive() {
        await channel.send({ type: "waits" });
        await alone.promise;
      },
    });
    const told = broken_off === null ? null : toldOf(broken_off);
    await channel.send({ type: "ended", broken_off: told });
  } catch (error) {
    await channel.send({ type: "failed", error: toldOf(error) });
  }
}

/** Tells each event as the lines of a saved run, on which names stand for what both sides know. */
function teller(channel: Channel, version: string): Reporter {
  const writer = new WireWriter(version);
  return {
    name: "worker",
    on(event: RunEvent) {
      return channel.send({ type: "lines", lines: writer.linesOf(event).map((line) => JSON.stringify(line)) });
    },
  };
}

/**
 * Does the work of every item, at most `jobs` at a time, in order of start. Ends early, without beginning more, when
 * `stopped` says so. The first error is thrown once all that was begun has ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  jobs: number,
  stopped: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) {
      if (stopped()) return;
      await work(item);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.max(1, Math.min(jobs, items.length)) }, lane));
  const failed = ended.find((lane) => lane.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

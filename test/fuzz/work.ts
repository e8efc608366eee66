import { Session, type Profiler } from "node:inspector/promises";

/**
 * How much work a call does: how often V8 entered each function and each branch of the scripts that `of` matches. Unlike
 * time it is the same on every machine; what native code does in one call (a pattern, a slice) counts as one.
 */
export async function workOf(of: RegExp, call: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    call();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return result.filter(({ url }) => of.test(url)).reduce((sum, script) => sum + entered(script), 0);
  } finally {
    session.disconnect();
  }
}

function entered({ functions }: Profiler.ScriptCoverage): number {
  return functions.reduce((sum, { ranges }) => sum + ranges.reduce((all, { count }) => all + count, 0), 0);
}

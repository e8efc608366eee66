/** Node 22 calls its own SQLite experimental; the kit uses no more of it than what later Nodes have, too. */
const KNOWN = /^SQLite is an experimental feature/;

/** Keeps what concerns nobody but the kit from being printed; every other warning stays. */
export function quietWarnings(process: NodeJS.Process): void {
  const emit = process.emitWarning.bind(process) as (warning: string | Error, ...rest: readonly unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    if (!KNOWN.test(typeof warning === "string" ? warning : warning.message)) emit(warning, ...rest);
  };
}

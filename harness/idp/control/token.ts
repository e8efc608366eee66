import { readOrReplace } from "../state/files.ts";

/** Long enough that nobody guesses it, and one line, as a header takes it. */
const WILL_DO = /^[\x21-\x7e]{32,}$/;

/** The token of the control in its file, mode 0600, made where there is none or what is there will not do. */
export async function makeControlToken(path: string, fresh: string): Promise<string> {
  return await readOrReplace(
    path,
    0o600,
    (kept) => WILL_DO.test(kept),
    () => fresh,
  );
}

import type { SessionState, Snapshot } from "../observe/snapshot.ts";
import type { Stage } from "./stage.ts";

const CURE =
  "map.account of observe.session and map.id of observe.accounts must show the same id; a list that is later than that needs observe.settle";

/**
 * Why the accounts cannot show whoever is signed in, where that is the target file's fault: a path finds nothing in any
 * account, or no account in the whole answer. Null where the person is seen, and where the SP itself may be at fault: a
 * session on somebody else's account must not be taken for a slip of the file.
 */
export async function blindness(stage: Stage, session: SessionState, after: Snapshot): Promise<string | null> {
  if (session.state !== "signed_in" || after.accounts.some(({ id }) => id === session.account)) return null;
  const { accounts, blanks } = await stage.world.sp.overview(stage.variant.ns);
  const shown = accounts.some(({ id }) => id === session.account);
  const blank = blanks.find(({ field }) => field === "each" || (field === "email" && shown));
  if (blank !== undefined) {
    const { driver, field, path, has, place } = blank;
    const key = field === "each" ? field : `map.${field}`;
    return `the accounts cannot show who is signed in: ${key} of ${driver} (${path}) finds nothing; there is ${has} (${place.file}:${place.line})`;
  }
  const { missed } = after;
  if (missed?.unlisted !== true) return null;
  return `no account ${session.account} came to be shown in ${missed.ms / 1_000} s, in a list of all accounts: ${CURE}`;
}

import type { Account } from "../../observe/snapshot.ts";

/** Gone, or inactive; of an SP that shows neither, nothing is waited for. */
export function isOut(id: string): (accounts: readonly Account[]) => boolean {
  return (accounts) => accounts.every((one) => one.id !== id || one.active === false || one.active === undefined);
}

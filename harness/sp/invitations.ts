import { textOf } from "../accounts/index.ts";
import type { AccountsReader } from "../accounts/index.ts";
import type { InvitationsDriver } from "../scenario/model/index.ts";

/** An invitation as the SP shows it. */
export interface ShownInvitation {
  readonly email: string;
  readonly open: boolean;
}

/** The invitations that the SP shows when it is asked for a namespace: others may be among them. Throws ERR_OBSERVE. */
export async function readInvitations(
  reader: AccountsReader,
  { open }: InvitationsDriver,
  ns: string,
): Promise<readonly ShownInvitation[]> {
  return (await reader.read(ns)).map((row) => ({
    email: textOf(row["email"] ?? ""),
    open: open === undefined || open.includes(textOf(row["state"] ?? "")),
  }));
}

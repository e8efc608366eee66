import type { Provisioning } from "../../accounts/provision.ts";
import type { ScimUserRow } from "../../scim/model.ts";

/** Who was pushed under this id, by any organization. */
export function ofWhichever({ db }: Provisioning, id: string): ScimUserRow | null {
  return db.prepare<[string], ScimUserRow>("SELECT * FROM scim_users WHERE account_id = ?").get(id) ?? null;
}

/** Everybody who was pushed, by any organization. */
export function everybody({ db }: Provisioning): readonly ScimUserRow[] {
  return db.prepare<[], ScimUserRow>("SELECT * FROM scim_users ORDER BY account_id").all();
}

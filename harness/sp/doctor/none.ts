import { beginning } from "../../beginning.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Account } from "../../observe/snapshot.ts";
import type { Target } from "../../scenario/model/index.ts";

/** What the target file says that the SP has not (`observe: { roles: none }`), and the account shows; null: nothing. */
export function examineNone({ observe }: Target, account: Account): Omit<Finding, "topic"> | null {
  const field = observe.none?.find((one) => !isNothing(account[one]));
  if (field === undefined) return null;
  return {
    ok: false,
    message: `\`observe: { ${field}: none }\` is not so: account ${account.id} shows ${field} ${beginning(JSON.stringify(account[field]) ?? "", 80)}`,
    hint: `take \`${field}: none\` out of observe; or, where that is no ${field} of the person, do not let observe.accounts show it as one`,
  };
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.values(value).every(isNothing);
}

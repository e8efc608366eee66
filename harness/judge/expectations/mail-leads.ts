import type { ExpectationOf } from "../../scenario/model/index.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** Whether a mail that was asked for under a forged host leads there. */
export function judgeMailLeads(_: ExpectationOf<"mail_leads">, { seen: { mail } }: Scene): readonly Ruling[] {
  const expected = "no link in a mail to the host that was forged";
  if (mail?.forged === undefined) return [unobservable("page", expected, "nobody forged a host in this step")];
  const { said, leads } = mail.forged;
  if (!said)
    return [{ ...notHeld(expected, "this browser says no other host than its own"), verdict: "not_applicable" }];
  if (leads !== null) return [ruled(false, expected, `a link to ${leads}`)];
  return [ruled(true, expected, mail.came ? "a link to the SP" : "no mail came")];
}

import type { Target } from "../../scenario/model/index.ts";
import type { KitClient } from "../request.ts";
import { linksByHttp } from "./http.ts";
import { Mailbox } from "./mailbox.ts";
import type { SmtpMailbox } from "./smtp.ts";

interface Tools {
  readonly client: KitClient;
  readonly base_url: string;
  readonly smtp: Pick<SmtpMailbox, "linksTo"> | undefined;
  readonly learn: ((secrets: readonly string[]) => void) | undefined;
}

/** What the SP sends to people, as its target file has it read; null where it does not. */
export function mailboxOf({ mail }: Target, { client, base_url, smtp, learn = () => {} }: Tools): Mailbox | null {
  const { origin } = new URL(base_url);
  if (mail?.kind === "http")
    return new Mailbox({ read: (address) => linksByHttp(mail, address, { client, base_url }), origin, learn });
  if (smtp === undefined) return null;
  return new Mailbox({ read: (address) => Promise.resolve(smtp.linksTo(address).flat()), origin, learn });
}

import type { Place } from "../../errors.ts";
import type { RequestLine } from "./action.ts";
import type { Auth } from "./drivers.ts";

/** Where the SP's mail is read that is sent to the people of a check. */
export type Mail = SmtpMail | HttpMail;

/** The SP sends its mail to the kit, which keeps it and sends none on. */
export interface SmtpMail {
  readonly kind: "smtp";
  /** Left out: a free port of 127.0.0.1. */
  readonly listen?: { readonly host: string; readonly port: number };
  readonly place: Place;
}

/** A mailbox of the SP's own development that tells what was sent: `{{email}}` is to whom. */
export interface HttpMail {
  readonly kind: "http";
  readonly request: RequestLine;
  readonly headers: { readonly [name: string]: string };
  readonly auth?: Auth;
  /** JSONPath to the texts of the mails; left out: the whole answer is one text. */
  readonly text?: string;
  readonly place: Place;
}

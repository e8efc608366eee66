import { createTransport } from "nodemailer";

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends a mail, and throws where nobody takes it. */
export type SendMail = (letter: Letter) => Promise<void>;

/** By the SMTP server at `url`; null: this SP sends no mail. */
export function mailBy(url: string | null, from: string): SendMail | null {
  if (url === null) return null;
  const transport = createTransport(url);
  return async ({ to, subject, text }) => {
    // The address as it is stored, and not as a header to be read: one that holds a comma is still one.
    await transport.sendMail({ from, to: { name: "", address: to }, subject, text });
  };
}

import type { AddressInfo } from "node:net";
import { callbackify } from "node:util";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { JitterbugError, messageOf } from "../../errors.ts";
import { linksIn } from "./links.ts";

/** Longer mails are refused: an SP that sends one sends no link to a person. */
const LARGEST = 2 * 1024 * 1024;
/** Of each address; the oldest are forgotten first. */
const KEPT = 50;

/** Receives an SP's mail on this machine, keeps the links in it by whom it is to, and sends nothing on. */
export class SmtpMailbox {
  readonly host: string;
  readonly port: number;
  readonly #server: SMTPServer;
  readonly #links: Map<string, string[][]>;

  private constructor(server: SMTPServer, host: string, links: Map<string, string[][]>) {
    this.#server = server;
    this.#links = links;
    this.host = host;
    this.port = (server.server.address() as AddressInfo).port;
  }

  /** Port 0: a free one. Throws ERR_PORT_TAKEN. */
  static async open({ host, port }: { readonly host: string; readonly port: number }): Promise<SmtpMailbox> {
    const links = new Map<string, string[][]>();
    const server = new SMTPServer({
      // Whatever name and password an SP gives is taken, or none: nothing goes on from here.
      authOptional: true,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(null, { user: "sp" }),
      hideSTARTTLS: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      logger: false,
      size: LARGEST,
      // Whoever is in the middle of a mail when a run ends is not waited for.
      closeTimeout: 1,
      onData: callbackify(async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession) => {
        const found = (await textsOf(await wholeOf(stream))).flatMap(linksIn);
        for (const { address } of envelope.rcptTo) keep(links, address, found);
        return "kept";
      }),
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => reject(refused(error, host, port)));
      server.listen(port, host, resolve);
    });
    // A client that breaks off in the middle is its own trouble.
    server.on("error", () => {});
    return new SmtpMailbox(server, host, links);
  }

  /** Of each mail to an address, the oldest first, the links in it. */
  linksTo(address: string): readonly (readonly string[])[] {
    return this.#links.get(address.toLowerCase()) ?? [];
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

/** Read to its end in any case: the server goes on only then. */
async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) parts.push(part);
  if (stream.sizeExceeded) throw Object.assign(new Error("the mail is too large"), { responseCode: 552 });
  return Buffer.concat(parts);
}

function keep(links: Map<string, string[][]>, address: string, found: readonly string[]): void {
  const mails = links.get(address.toLowerCase()) ?? [];
  links.set(address.toLowerCase(), [...mails, [...found]].slice(-KEPT));
}

/** The plain text first: a mail that has both has the same links in them. */
async function textsOf(raw: Buffer): Promise<readonly string[]> {
  const { text = "", html = "" } = await PostalMime.parse(new Uint8Array(raw), { maxNestingDepth: 20 });
  return [text, html];
}

function refused(error: NodeJS.ErrnoException, host: string, port: number): JitterbugError {
  if (error.code === "EADDRINUSE")
    return new JitterbugError("ERR_PORT_TAKEN", `mail.smtp: another process listens at ${host}:${port}`, {
      hint: "end it, or write `smtp: free` and give the SP `{{mail.url}}`",
    });
  return new JitterbugError("ERR_PORT_TAKEN", `mail.smtp: nobody can listen at ${host}:${port}: ${messageOf(error)}`, {
    hint: "write `smtp: free`, or a port that is free and above 1023",
  });
}

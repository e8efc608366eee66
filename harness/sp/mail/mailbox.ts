import { setTimeout as pause } from "node:timers/promises";
import { secretLink, secretsOf } from "./links.ts";

/** So long is waited for a mail where nobody knows how long one takes. */
const PATIENCE_MS = 5_000;
/** Where one came, another one that does not come within so many times of that does not come at all. */
const TIMES_LONGER = 5;
const SHORT_PATIENCE_MS = 1_000;
const [FIRST_POLL_MS, LONGEST_POLL_MS] = [10, 200];

/** To whom a mail is sent, and in which check. */
export interface Addressee {
  readonly address: string;
  readonly ns: string;
}

export interface MailboxOptions {
  /** Every link in the mails to an address. */
  readonly read: (address: string) => Promise<readonly string[]>;
  /** Of the SP: only a link of its own is followed. */
  readonly origin: string;
  /** Is told whatever opens something, before anybody can follow it. */
  readonly learn: (secrets: readonly string[]) => void;
}

/** What the SP has sent to people. */
export class Mailbox {
  readonly #options: MailboxOptions;
  #longestMs = 0;

  constructor(options: MailboxOptions) {
    this.#options = options;
  }

  /** What was sent before something is done. */
  async before({ address, ns }: Addressee): Promise<ReadonlySet<string>> {
    return new Set(await this.#read(address, ns));
  }

  /**
   * The link of the mail that was sent since: null where none has come. `sure`: one must come, and is waited for as long
   * as it may take. `astray`: the host of somebody else to whom it might lead, too. Throws ERR_OBSERVE.
   */
  async awaited(to: Addressee, before: ReadonlySet<string>, sure: boolean, astray?: string): Promise<AwaitedMail> {
    const begun = Date.now();
    const learned = Math.max(SHORT_PATIENCE_MS, this.#longestMs * TIMES_LONGER);
    const patience = sure || this.#longestMs === 0 ? PATIENCE_MS : Math.min(PATIENCE_MS, learned);
    for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
      const links = (await this.#read(to.address, to.ns)).filter((link) => !before.has(link));
      const link = secretLink(links, this.#options.origin, to.ns);
      const strayed = links.map((one) => new URL(one)).find(({ hostname }) => hostname === astray)?.origin ?? null;
      const ms = Date.now() - begun;
      if (link !== null || strayed !== null) {
        this.#longestMs = Math.max(this.#longestMs, ms, 1);
        return { link, astray: strayed, ms };
      }
      if (ms >= patience) return { link: null, astray: null, ms };
      await pause(wait);
    }
  }

  async #read(address: string, ns: string): Promise<readonly string[]> {
    const links = await this.#options.read(address);
    this.#options.learn(links.flatMap((link) => secretsOf(link, ns)));
    return links;
  }
}

export interface AwaitedMail {
  readonly link: string | null;
  /** Scheme and host of a link that leads astray; null: none does. */
  readonly astray: string | null;
  /** How long it took, or was waited for. */
  readonly ms: number;
}

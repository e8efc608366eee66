import type { Blank, Lag, Look, Overview } from "../accounts/index.ts";
import type { Browser } from "../agent/port.ts";
import type { Resolve } from "../loopback.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { SessionState, Snapshot } from "../observe/snapshot.ts";
import type { Action, Connection, Invitation, NameField, SeededAccount, Target } from "../scenario/model/index.ts";
import type { Performed } from "./actions.ts";
import type { LoggedEvent } from "./events.ts";
import type { ShownInvitation } from "./invitations.ts";
import type { Mailbox } from "./mail/mailbox.ts";
import type { SmtpMailbox } from "./mail/smtp.ts";
import type { ScimCaller, ScimToken } from "./scim.ts";
import type { ContainerNetwork } from "./container/network.ts";

export type { Performed } from "./actions.ts";
export type { LoggedEvent } from "./events.ts";
export type { ShownInvitation } from "./invitations.ts";

/** Values for the templates of a target file: `{{port}}`, `{{idps.url}}`, `{{connections.NAME.FIELD}}` ... */
export type TargetVariables = { readonly [path: string]: string };

export interface SpOptions {
  readonly target: Target;
  readonly variables: TargetVariables;
  /**
   * The environment that child processes (the SP, exec drivers, exec seeding) inherit, as the caller has it: this
   * room reads none itself. Left out: none, so that commands are found in the system's own folders only. Under npm its
   * `node` is that of the user's shell, not the kit's.
   */
  readonly environment?: { readonly [name: string]: string | undefined };
  /** Environment on top of the target file's own, for its process. */
  readonly env?: { readonly [name: string]: string };
  readonly onExchange?: (exchange: Exchange) => void;
  readonly nextExchangeId?: () => number;
  /** Where the target runs in a container: the network that its containers join; whoever opened it closes it. */
  readonly network?: ContainerNetwork | undefined;
  /** Each line that the SP's process prints. */
  readonly onOutput?: (line: string) => void;
  /** What is being done that takes its time: an image is pulled, a service started. */
  readonly onPhase?: ((text: string) => void) | undefined;
  readonly allowRemote?: readonly string[];
  /** Hosts of those at which something may be changed, too. */
  readonly allowRemoteChanges?: readonly string[];
  /** Names with addresses of their own, for the kit's own requests. */
  readonly resolve?: Resolve;
  /** Where the SP sends its mail, where the target file has the kit receive it. */
  readonly smtp?: Pick<SmtpMailbox, "linksTo"> | undefined;
  /** Is told what opens something, as soon as it is seen in a mail. */
  readonly onSecrets?: (secrets: readonly string[]) => void;
}

/** The SP under test: started, seen and seeded through nothing but its target file. */
export interface Sp {
  /** Without a slash at the end. */
  readonly base_url: string;
  /** Starts it where the target says how, and waits until it is ready. Throws ERR_SP_* with its last output. */
  launch(): Promise<void>;
  /**
   * Ends it and starts it again, without what runs before it (`start.before`): only where the
   * target says that it may be. Throws as `launch`.
   */
  restart(): Promise<void>;
  /** Set once the SP's process has ended by itself. */
  readonly exited: { readonly status: string; readonly output: string } | null;
  /** Does what the target file's `prepare` or `reset` says, in this browser. Throws ERR_PREPARE. */
  prepare(name: "reset" | "prepare", browser: Browser): Promise<void>;
  /** Tells the SP of a connection as the target file's `seed.mapping` says; nothing where it does not. Throws ERR_SEED. */
  map(connection: Connection, change?: ConnectionChange): Promise<void>;
  /** The connections that it was told of. */
  readonly introduced: readonly Connection[];
  /** The accounts of a namespace, once they have come to rest. Throws ERR_OBSERVE. */
  snapshot(ns: string, look?: Look): Promise<Snapshot>;
  /**
   * How late they may be, in milliseconds, where they have become others since a look though nobody did anything after
   * `since`; 0: an attribute changes by itself; null: nothing changed. Throws ERR_OBSERVE.
   */
  changedSince(ns: string, last: Snapshot, since: number): Promise<number | null>;
  /** The entries of the SP's audit log that are shown for a namespace; empty where the target reads none. Throws ERR_OBSERVE. */
  events(ns: string): Promise<readonly LoggedEvent[]>;
  /** The invitations that are shown for a namespace; null: the target reads none. Throws ERR_OBSERVE. */
  invitations(ns: string): Promise<readonly ShownInvitation[] | null>;
  /** How far this SP lags behind what people do, as it is measured on the way. */
  readonly lag: Lag;
  /** Attributes that change from read to read by themselves; looks leave them out. */
  readonly restless: readonly string[];
  /** The accounts of every namespace that the drivers show when they are asked for this one. Throws ERR_OBSERVE. */
  overview(ns: string): Promise<Overview>;
  /** Whether the SP was seen to give the id of an account that is gone to another one. */
  readonly reusesIds: boolean;
  /** What of the accounts' maps has found nothing so far, in whatever account. */
  readonly neverFound: readonly Blank[];
  /** Who the browser is signed in as. Never throws: what can not be told is `unknown`. */
  session(browser: Browser): Promise<SessionState>;
  /** Does what a person does by hand at the SP. Throws ActionFailed, and TemplateError for what `variables` lack. */
  act(browser: Browser, actions: readonly Action[], variables: TargetVariables): Promise<Performed>;
  /**
   * Makes an API key by hand in a browser, and gives it to the holder alone: `session` of that is whose the key is. Throws as
   * `act`.
   */
  makeKey(
    browser: Browser,
    holder: Browser,
    actions: readonly Action[],
    variables: TargetVariables,
  ): Promise<Performed>;
  /** What a sign-in left beside cookies is thrown away, as a page's script does when its person signs out. */
  forget(browser: Browser): void;
  /** Gives one browser's cookies and kept values, as they are now, to another; `written`: each cookie's value on the way. */
  copy(from: Browser, to: Browser, written?: (value: string) => string): Promise<void>;
  /** Does work in which people use the SP: what the kit writes into the SP's own database file waits for its end. */
  whileUsed<T>(work: () => Promise<T>): Promise<T>;
  /** Creates an account, and tells its id (as the snapshot shows it). Throws ERR_SEED. */
  seed(account: SeededAccount, context: SeedContext): Promise<string>;
  grant(account: string, role: string, context: SeedContext): Promise<void>;
  deactivate(account: string, context: SeedContext): Promise<void>;
  remove(account: string, context: SeedContext): Promise<void>;
  /** Changes names of the account, as somebody does by hand at the SP. Throws ERR_SEED. */
  edit(account: string, names: Partial<Record<NameField, string>>, context: SeedContext): Promise<void>;
  /** Takes an invitation back. Throws ERR_SEED. */
  uninvite(invitation: Invitation, context: SeedContext): Promise<void>;
  /** Has the account's sessions be so many seconds older. Throws ERR_SEED. */
  age(account: string, seconds: number, context: SeedContext): Promise<void>;
  /** Invites somebody, and tells the address that they are sent; null where the call does not say. Throws ERR_SEED. */
  invite(invitation: Invitation, context: SeedContext): Promise<string | null>;
  /** Makes the organization as new: nobody is in it, and it has so many seats. Throws ERR_SEED. */
  organization(context: SeedContext, seats?: number): Promise<void>;
  /** What it has sent to people; null: nobody reads it. */
  readonly mailbox: Mailbox | null;
  /** Speaks to the SCIM server of an organization; null: it has none. `token`: as somebody whom it does not know. */
  scim(organization: string, token?: ScimToken): ScimCaller | null;
  /** Ends the process group, closes databases. */
  close(): Promise<void>;
}

/** What an SP is told of a connection otherwise than it is. */
export interface ConnectionChange {
  /** The connection whose IdP it is told of. */
  readonly idp?: string;
  /** Claim -> the claim in whose place it is read. */
  readonly claims?: { readonly [claim: string]: string };
  /** `one` or `two` -> the group that gives that role in the place of its own. */
  readonly groups?: { readonly [which: string]: string };
}

/** Where an account is seeded. */
export interface SeedContext {
  readonly ns: string;
  readonly organization: string;
  readonly connection: string;
}

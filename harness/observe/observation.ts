import type { DoorObservation } from "./door.ts";
import type { SeenEvent } from "./event.ts";
import type { Exchange } from "./exchange.ts";
import type { PushObservation } from "./push.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { SentObservation } from "./sent.ts";
import type { SessionState, Snapshot } from "./snapshot.ts";

/** What happened when a check was driven: data only, enough to be judged again later. */
export interface CheckObservation {
  readonly check: string;
  readonly variants: readonly VariantObservation[];
  /** It was driven again, alone and with fresh people, and passed: what broke here broke in company. */
  readonly passed_alone?: true;
}

/** One run of a scenario's steps: the only one, or the one for a row of its `each`. */
export interface VariantObservation {
  readonly name: string | null;
  readonly ns: string;
  /** Seeded names -> account ids, from `given.accounts`. */
  readonly seeded: { readonly [name: string]: string };
  /** The namespace before the first step, after seeding. */
  readonly start: Snapshot | null;
  /** In the order of the scenario's steps; shorter where the driving could not go on. */
  readonly steps: readonly StepObservation[];
  /** The bounds of time (`limits` of the target) that something ran into; left out: none. */
  readonly cut_off?: readonly string[];
  /** Why the driving ended early, if it did. */
  readonly failure?: StepFailure;
}

export interface StepFailure {
  /** `harness`: the kit's own fault; `target`: observation or seeding failed; `interrupted`: the run was stopped. */
  readonly kind: "harness" | "target" | "interrupted";
  readonly message: string;
  /** The SP would not do what it was asked by its own means: a rule of its own. */
  readonly declined?: true;
  /** The accounts, which the doctor could read, could not be read before the first step; see StepObservation. */
  readonly destroyed?: true;
  /** What a person does by hand cannot be done there as the target file writes it. */
  readonly by_hand?: true;
}

export interface StepObservation {
  readonly index: number;
  readonly started_at: number;
  readonly duration_ms: number;
  /** One for each sign-in of the step (`times`, `parallel`), by a password too; empty for other steps. */
  readonly sign_ins: readonly SignInObservation[];
  /** Of sign-ins that were made at once: how many left the IdP together; fewer than two are no race. */
  readonly together?: number;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Why the accounts could not be read after the step; `after` then repeats `before`, and the driving ends here. */
  readonly unseen?: string;
  /** What `unseen` tells is the SP's own doing: the accounts could be read before, and cannot, after a pause neither. */
  readonly destroyed?: true;
  /** The session of the step's browser after it; absent for steps without a browser. */
  readonly session?: SessionState;
  /** What a step that is no sign-in showed in its browser. */
  readonly page?: SeenPage;
  /** What came of starting the SP again; left out: nobody did. */
  readonly start?: StartObservation;
  /** What an address came to that was typed at the front door; left out: none was. */
  readonly door?: DoorObservation;
  /** What a sign-out at the IdP came to; left out: there was none. */
  readonly logout?: LogoutObservation;
  /** What became of a question that the SP was to ask the IdP by a refresh token; left out: there was none. */
  readonly refresh?: RefreshObservation;
  /** What a push by SCIM came to; left out: nothing was pushed. */
  readonly push?: PushObservation;
  /** What came of a mail that was waited for; left out: none was. */
  readonly mail?: MailObservation;
  /** What the SP's audit log tells since the check began; left out: nothing was asked of it. */
  readonly events?: readonly SeenEvent[];
  /** Invitation -> what the SP shows that became of it; left out: nothing was asked of any, or the SP shows none. */
  readonly invitations?: { readonly [invitation: string]: "open" | "closed" };
  /** What modules of the user's own said of it; left out: none was asked. */
  readonly told?: readonly ToldObservation[];
  /** What the SP sent to get an answer of an IdP; left out: it asked for none, or the run was saved before this was recorded. */
  readonly sent?: SentObservation;
  /** Names -> account ids (null: nobody) as they stand after this step. */
  readonly names: { readonly [name: string]: string | null };
  readonly exchanges: readonly Exchange[];
}

/** What a module of the user's own said of a step. */
export interface ToldObservation {
  /** As the scenario names it. */
  readonly by: string;
  /** Where: by what it was handed it would not be found again once secrets are taken out. */
  readonly line: number;
  readonly column: number;
  /** What is wrong, the beginning of a sentence each; empty: nothing is. */
  readonly wrong: readonly string[];
}

/** A page as the person saw it. */
export interface SeenPage {
  readonly url: string;
  readonly status: number | null;
  readonly title: string;
  readonly text: string;
  /** It has scripts, and the agent runs none: they might show the person more than `text` tells. */
  readonly unscripted?: true;
  /** Mark-up that the IdP's answer carried as text (`observe/markup`) is an element of it. */
  readonly marked_up?: true;
  /**
   * The text of the page that everybody sees who begins to sign in: who is refused and led back there without another
   * word was told nothing. Only where the step expects a message and nobody is signed in.
   */
  readonly front?: string;
}

/** How a sign-in ended; the order of the decision is the design's. */
export interface SignInObservation {
  /** The person, or the seeded account that signs in with its password. */
  readonly person: string;
  readonly connection: string;
  readonly browser: string;
  readonly outcome: "signed_in" | "broken" | "interrupted" | "refused";
  /** For a person: what decided it (`HTTP 500 at POST /saml/acs`). */
  readonly why: string;
  /** The one that this sign-in made: `signed_out` where all there is is older (`earlier_session`). */
  readonly session: SessionState;
  /** The last page that the person saw. */
  readonly page: SeenPage;
  readonly tamper?: TamperObservation;
  /** The browser was sent with an answer of the IdP that had been kept, which it may not be the one for. */
  readonly brought?: true;
  /**
   * Whether the IdP sent the SP an answer in the course of it, a refusal of its own and one that was kept too. Left out: none was needed (a
   * password, an interrupted sign-in that goes on), or the run was saved before this was recorded.
   */
  readonly idp_answered?: boolean;
  /** What broke, also beside a session. Left out: nothing, or, in older runs, what `why` tells of a `broken` one. */
  readonly broke?: Breakage;
  /** A session that was there before, and that this sign-in did not make. */
  readonly earlier_session?: EarlierSession;
  /** The IdP itself failed the SP: whatever status says so is no sign of an SP that is too busy. */
  readonly idp_failed?: true;
  /** The SP took no more at this moment (RFC 6585, section 4): nothing else is told of it. */
  readonly rate_limited?: RateLimited;
  /** What the browser did with the SP's cookies that may explain the end: those that it refused or kept back, and why. */
  readonly notes?: readonly string[];
  readonly duration_ms: number;
}

/** The SP that was ended and started again; `told`: why it was not ready. */
export type StartObservation = { readonly ready: true } | { readonly ready: false; readonly told: string };

/** A mail of the SP with a link in it. */
export interface MailObservation {
  readonly to: string;
  readonly came: boolean;
  /** How long it took, or was waited for, in milliseconds. */
  readonly ms: number;
  /** It was asked for under another host than the SP's; left out: under the SP's own. */
  readonly forged?: {
    /** Whether the browser could say so. */
    readonly said: boolean;
    /** Scheme and host of a link that leads there; null: none does. */
    readonly leads: string | null;
  };
}

/** A sign-out that began at the IdP. */
export interface LogoutObservation {
  /** Why the SP was not told; left out: it was. */
  readonly untold?: string;
  readonly tamper?: TamperObservation;
}

export interface RefreshObservation {
  /** Delivered: new tokens were asked for by the refresh token. */
  readonly tamper?: TamperObservation;
}

export interface EarlierSession {
  readonly account: string;
  /** Whether the person was told that they are not let in: an error, or a page that asks for more. */
  readonly told_off: boolean;
}

export interface Breakage {
  /** `status`: 500 and above; `crash_text`: a crash that the person can read; `no_answer`: a hang, a cut connection. */
  readonly kind: "status" | "crash_text" | "redirect_loop" | "no_answer";
  readonly why: string;
}

export interface RateLimited extends RateLimit {
  /** What answered 429, without its query. */
  readonly url: string;
}

export interface TamperObservation {
  readonly name: string;
  /** Whether a message with the corruption in it left the IdP for the SP. */
  readonly delivered: boolean;
  /** Why it could not apply to this SP (`the SP sends no nonce`). */
  readonly not_applicable?: string;
}

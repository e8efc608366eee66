import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { cookieOf } from "../cookies.ts";
import type { ArmedTamper, NextSignIn, SignInHandle } from "../port.ts";

/** By which a sign-in says that it is the one: a header of every request, or a cookie of the IdPs' host. */
const NEXT_HEADER = "Jitterbug-Next";
const NEXT_COOKIE = "jitterbug_next";

/** Longer than any page takes to open; what nobody came for must not fall to somebody else later. */
const KEPT_MS = 60_000;

interface Waiting extends NextSignIn {
  readonly handle: string;
  readonly until: number;
}

/** Who signs in without the login page: each time, or the next time. */
export class Desk {
  always: string | undefined;
  readonly #waiting: Waiting[] = [];

  next(asked: NextSignIn, now = Date.now()): SignInHandle {
    const handle = randomBytes(16).toString("hex");
    const until = now + KEPT_MS;
    this.#forget(now);
    this.#waiting.push({ ...asked, handle, until });
    return {
      header: { name: NEXT_HEADER, value: handle },
      cookie: { name: NEXT_COOKIE, value: handle },
      until: new Date(until).toISOString(),
    };
  }

  /**
   * For a sign-in that begins at this connection. One that brings a handle gets what is bound to it and nothing else;
   * one without gets what waits longest for the connection.
   */
  take(
    connection: string,
    { headers }: Pick<IncomingMessage, "headers">,
    now = Date.now(),
  ): { readonly person: string; readonly tamper?: ArmedTamper } | undefined {
    const at = this.#find(connection, headers, now);
    const [taken] = at < 0 ? [] : this.#waiting.splice(at, 1);
    return taken ?? (this.always === undefined ? undefined : { person: this.always });
  }

  /** Who `take` would bring; they stay. */
  peek(connection: string, { headers }: Pick<IncomingMessage, "headers">, now = Date.now()): string | undefined {
    return this.#waiting[this.#find(connection, headers, now)]?.person ?? this.always;
  }

  /** Whether `take` would bring a sign-in of its own, or somebody else than this person. */
  awaits(connection: string, { headers }: Pick<IncomingMessage, "headers">, person: string, now = Date.now()): boolean {
    return this.#find(connection, headers, now) >= 0 || (this.always !== undefined && this.always !== person);
  }

  #find(connection: string, headers: IncomingMessage["headers"], now: number): number {
    this.#forget(now);
    const handle = headers[NEXT_HEADER.toLowerCase()] ?? cookieOf(headers, NEXT_COOKIE);
    return this.#waiting.findIndex((one) =>
      handle === undefined
        ? one.connection === connection
        : one.handle === handle && (one.connection ?? connection) === connection,
    );
  }

  #forget(now: number): void {
    const kept = this.#waiting.filter(({ until }) => until > now);
    this.#waiting.splice(0, this.#waiting.length, ...kept);
  }
}

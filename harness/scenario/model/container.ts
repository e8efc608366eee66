import type { RequestLine } from "./action.ts";

/** An SP that runs in a container, with what it needs beside it. Paths start from the target file's folder. */
export interface Container {
  readonly source: ImageSource | ComposeSource;
  /** Where the SP listens inside; it is published on 127.0.0.1 at base_url's port. */
  readonly port: number;
  /** Commands that run to their end first, in order, each in a container of the same image. */
  readonly before: readonly (readonly string[])[];
  /** Left out: what the image says. */
  readonly command?: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** Path on this machine -> path inside, read-only. */
  readonly mount: { readonly [path: string]: string };
  readonly ready: { readonly request: RequestLine } | { readonly log: string };
  /** Seconds until it must be ready, and each service; 60 where left out. */
  readonly timeout: number;
  /** Started first, in order; each is reached by its name. */
  readonly services: readonly Service[];
}

export type ImageSource =
  | { readonly kind: "image"; readonly image: string }
  | {
      readonly kind: "build";
      readonly context: string;
      /** From the context. */
      readonly dockerfile: string;
      readonly args: { readonly [name: string]: string };
      /** The stage of the Dockerfile; left out: its last. */
      readonly target?: string;
    };

export interface ComposeSource {
  readonly kind: "compose";
  /** At least one. */
  readonly files: readonly string[];
  /** Which of its services is the SP. */
  readonly service: string;
}

/** A database, a mail catcher ...: whatever the SP speaks to. */
export interface Service {
  readonly name: string;
  readonly source: ImageSource;
  /** Where it listens inside; `{{services.NAME.port}}` on this machine. */
  readonly port?: number;
  readonly command?: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly mount: { readonly [path: string]: string };
  /** Left out: the image's own health check, or, where it has none, that it runs. */
  readonly ready?: ServiceReady;
}

export type ServiceReady =
  | { readonly request: RequestLine }
  /** A line of its output holds the text, so many times. */
  | { readonly log: string; readonly times: number }
  /** A command inside ends with status 0. */
  | { readonly command: readonly string[] };

import type { Agent } from "../../agent/port.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { Sp } from "../port.ts";

/** What the SP must know of a connection's IdP; the IdPs' own facts have this shape. */
export type TrustFacts =
  | {
      readonly protocol: "oidc";
      readonly issuer: string;
      readonly authorization_endpoint: string;
      readonly client_id: string;
    }
  | { readonly protocol: "saml"; readonly entity_id: string; readonly sso_url: string };

/** Keeps the exchanges of browsers that are named `NAME/...`, from `open(NAME)` on. */
export interface ExchangeLog {
  open(name: string): void;
  take(name: string): readonly Exchange[];
  close(name: string): void;
}

export interface Patient {
  readonly sp: Sp;
  /** Bound: no template of the file itself is left. */
  readonly target: Target;
  readonly facts: ReadonlyMap<string, TrustFacts>;
  readonly agent: Agent;
  readonly log: ExchangeLog;
  /** A throwaway namespace. */
  readonly ns: string;
}

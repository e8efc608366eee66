import type { KoaContextWithOIDC } from "oidc-provider";
import type { HostServices } from "../mount.ts";
import type { OidcSpec } from "../port.ts";
import { Rewriter, type IssuerParts } from "./rewrite.ts";

/** One client of an issuer: a connection, and what the host keeps for it. */
export interface Client {
  readonly spec: OidcSpec;
  readonly host: HostServices;
  /** Empty for a public client. */
  readonly secret: () => Promise<string>;
}

export function clientOf(spec: OidcSpec, host: HostServices): Client {
  return {
    spec,
    host,
    secret: async () => (spec.client_auth === "none" ? "" : (spec.client_secret ?? (await host.keys.secret("client")))),
  };
}

type Served = Client & { readonly rewriter: Rewriter };

/** The clients of one issuer: the first is of the connection that the issuer belongs to. */
export class Clients {
  readonly all: readonly Served[];
  readonly first: Served;

  constructor([first, ...others]: readonly [Client, ...Client[]], parts: IssuerParts) {
    const served = (client: Client): Served => ({
      ...client,
      rewriter: new Rewriter(client.spec, client.host, parts),
    });
    this.first = served(first);
    this.all = [this.first, ...others.map(served)];
  }

  /** Whose request it is; before anybody knows, or where nobody ever will, the first one's. */
  of(ctx: KoaContextWithOIDC): Served {
    const { client, params } = ctx.oidc;
    return this.named(client?.clientId ?? params?.["client_id"]);
  }

  /** Whose token a request is about, which may be another one than whose request it is. */
  ownerOf(ctx: KoaContextWithOIDC): Served {
    const { AccessToken, RefreshToken } = ctx.oidc.entities;
    return this.named((AccessToken ?? RefreshToken)?.clientId);
  }

  named(id: unknown): Served {
    return this.all.find(({ spec }) => spec.client_id === id) ?? this.first;
  }
}

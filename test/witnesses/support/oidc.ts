import type { Idps, OidcFacts, OidcSpec } from "../../../harness/idp/port.ts";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { CORRUPTIONS, signedAgain, withIdToken, type CorruptionName, type Forger } from "./id-tokens.ts";
import { openIdps } from "./kit.ts";
import { ADA } from "./people.ts";
import { openProxy, type Proxy, type Rewrite } from "./proxy.ts";
import type { TearDown } from "./tear-down.ts";

export interface OidcTrial {
  readonly idps: Idps;
  readonly proxy: Proxy;
  facts(connection: string): Promise<OidcFacts>;
  /** From now on every ID token of this connection is broken on its way; null: signed again, the control. */
  corrupt(connection: string, name: CorruptionName | null): Promise<void>;
}

/** Our OpenID Providers behind a proxy that can break what they say. Ada is known at each. */
export async function openOidcTrial(tearDown: TearDown, specs: readonly OidcSpec[]): Promise<OidcTrial> {
  const stateDir = await tearDown.folder();
  const idps = await openIdps(tearDown, specs, stateDir);
  const proxy = await openProxy(tearDown);
  for (const { name } of specs) idps.admit(name, ADA);

  async function facts(connection: string): Promise<OidcFacts> {
    const found = await idps.facts(connection);
    if (found.protocol !== "oidc") throw new Error(`${connection} is not an OIDC connection`);
    return found;
  }
  return {
    idps,
    proxy,
    facts,
    async corrupt(connection, name) {
      const alg = specs.find((spec) => spec.name === connection)?.signing_alg ?? "RS256";
      const { token_endpoint } = await facts(connection);
      const store = createKeyStore(stateDir, connection);
      const [key, otherKey] = [await store.signingKey("signing", alg), await store.signingKey("another", alg)];
      const forger: Forger = { alg, key, otherKey };
      const corruption = name === null ? signedAgain : CORRUPTIONS[name];
      proxy.rewrite(at(token_endpoint, (body) => withIdToken(body, (token) => corruption(token, forger))));
    },
  };
}

/** Rewrites the answers of one address only. */
export function at(address: string, change: (body: string) => string): Rewrite {
  return (url, body) => (url.href === address ? change(body) : body);
}

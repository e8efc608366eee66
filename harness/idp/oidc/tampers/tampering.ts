import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { KoaContextWithOIDC } from "oidc-provider";
import { own } from "../../../own.ts";
import { findTamper } from "../../../tampers/index.ts";
import { parametersOf, unmet, type Exchange } from "../../../tampers/row.ts";
import { elsewhereOf } from "../../elsewhere.ts";
import type { HostServices } from "../../mount.ts";
import type { OidcSpec } from "../../port.ts";
import { oidcShape, type OidcRefusal } from "../../profiles/index.ts";
import { signatureOf, type Algorithm } from "../sign.ts";
import { DOINGS } from "./registry.ts";
import type { Claims, Compact, EditPoint, LogoutParts, Outage, Use, UserInfo } from "./tamper.ts";

/**
 * One message passing a point of attack: the connection's desk says whether something is armed for the person, the
 * table whether it acts here and has what it needs, the registry what it does.
 */
export class Tampering {
  readonly #host: HostServices;
  readonly #alg: Algorithm;
  readonly #refusal: OidcRefusal;

  constructor(host: HostServices, { signing_alg, profile, client_id }: OidcSpec) {
    this.#host = host;
    this.#alg = signing_alg;
    const { unassigned, cancelled } = oidcShape(profile);
    const told = unassigned(client_id);
    // A vendor who shows a page of its own tells the SP of a refusal by the person alone.
    this.#refusal = "page" in told ? cancelled : told;
  }

  /** The logout token about a person that leaves, as it is to be signed. Whoever sends it says whether it arrived. */
  logout(key: string, told: LogoutParts): LogoutParts {
    const armed = this.#host.tampers.armed(key);
    const row = armed === undefined ? undefined : findTamper("oidc", armed.name);
    const doing = armed === undefined ? undefined : own(DOINGS["logout-token"], armed.name);
    if (armed === undefined || row === undefined || doing === undefined) return told;
    return doing(told, { parameters: parametersOf(row, armed.parameters), elsewhere: elsewhereOf(this.#host, key) });
  }

  /** The discovery document that leaves, for whoever asks: it is of no person. */
  document(ctx: KoaContextWithOIDC, document: Claims): Claims {
    return this.#host.tampers
      .people()
      .reduce((told, key) => this.edit(ctx, key, "discovery", told, { discovery: true }), document);
  }

  /** What names the issuer after a discovery document that was read. */
  named(ctx: KoaContextWithOIDC, key: string, message: Claims): Claims {
    return this.edit(ctx, key, "discovery", message, { discovery: this.#host.tampers.hasLeft(key) });
  }

  /** What leaves at a point other than the signature. */
  edit(ctx: KoaContextWithOIDC, key: string, point: EditPoint, message: Claims, exchange: Exchange = {}): Claims {
    const armed = this.#acting(ctx, key, point, exchange);
    const doing = armed === undefined ? undefined : own(DOINGS[point], armed.name);
    return armed === undefined || doing === undefined ? message : doing(message, armed.use);
  }

  /** The ID token that leaves. */
  async sign(ctx: KoaContextWithOIDC, key: string, token: Compact, exchange: Exchange): Promise<Compact> {
    const armed = this.#acting(ctx, key, "signature", exchange);
    const doing = armed === undefined ? undefined : own(DOINGS.signature, armed.name);
    return armed === undefined || doing === undefined ? token : doing(token, armed.use);
  }

  /** The UserInfo answer that leaves. */
  async userInfo(ctx: KoaContextWithOIDC, key: string, answer: UserInfo): Promise<UserInfo> {
    const armed = this.#acting(ctx, key, "userinfo-signature", { signed_userinfo: !("json" in answer) });
    const doing = armed === undefined ? undefined : own(DOINGS["userinfo-signature"], armed.name);
    return armed === undefined || doing === undefined || "json" in answer ? answer : doing(answer, armed.use);
  }

  /** Fails in the place of an answer, where that is armed; whether it does. An answer that comes late is one. */
  async fail(ctx: KoaContextWithOIDC, key: string, endpoint: Outage["of"], answer: Claims): Promise<boolean> {
    const outage = own(DOINGS.outage, this.#host.tampers.armed(key)?.name ?? "");
    if (outage?.of !== endpoint) return false;
    const armed = this.#acting(ctx, key, "outage", {});
    if (armed === undefined) return false;
    if (outage.how === "slow") {
      // Whoever waits no longer has met it, too.
      this.#host.tampers.delivered(key);
      await late(ctx, Number(armed.use.parameters["after"]));
      return false;
    }
    if (outage.how === "unavailable") {
      ctx.status = 503;
      ctx.body = { error: "temporarily_unavailable" };
    } else if (outage.how === "page") {
      ctx.body = "<!doctype html><title>Be right back</title><p>This service is being looked after.</p>";
      ctx.type = "html";
    } else if (outage.how === "error") {
      ctx.body = { error: "invalid_grant", error_description: "grant request is invalid" };
    } else {
      const whole = JSON.stringify(answer);
      ctx.body = whole.slice(0, whole.length / 2);
      ctx.type = "json";
    }
    return true;
  }

  /** The token answer is on its way: that is where the control counts, and where UserInfo was not asked for yet. */
  answered(ctx: KoaContextWithOIDC, key: string): void {
    this.#acting(ctx, key, "control", {});
    const armed = this.#host.tampers.armed(key);
    const row = armed === undefined ? undefined : findTamper("oidc", armed.name);
    const lacking = row === undefined ? undefined : unmet(row, { userinfo: false });
    if (lacking !== undefined) this.#host.tampers.notApplicable(key, lacking);
  }

  /** What is armed for this person and acts at this point; it counts as delivered once the answer has left, or begun to. */
  #acting(
    ctx: KoaContextWithOIDC,
    key: string,
    point: EditPoint | "signature" | "userinfo-signature" | "outage" | "control",
    exchange: Exchange,
  ): { readonly name: string; readonly use: Use } | undefined {
    const { tampers, keys } = this.#host;
    const armed = tampers.armed(key);
    const row = armed === undefined ? undefined : findTamper("oidc", armed.name);
    if (armed === undefined || row?.at !== point) return undefined;
    const parameters = parametersOf(row, armed.parameters);
    const neighbour = this.#host.keysOf(String(parameters["of"]));
    const lacking = unmet(row, { ...exchange, neighbour: neighbour !== undefined, rsa: this.#alg === "RS256" });
    if (lacking !== undefined) {
      tampers.notApplicable(key, lacking);
      return undefined;
    }
    ctx.res.once("finish", () => tampers.delivered(key));
    // Who reads up to a size of their own hangs up in the middle of it: that much was theirs to read.
    ctx.res.once("close", () => {
      if (ctx.res.headersSent) tampers.delivered(key);
    });
    const issuer = () => keys.signingKey("signing", this.#alg);
    const stranger = () => keys.signingKey("stranger", this.#alg);
    const encryption = () => keys.signingKey("encryption", this.#alg);
    const signAsStranger: Use["signAsStranger"] = async (parts) => signatureOf(parts, await stranger(), this.#alg);
    const ownKey = () => this.#host.signers.of(key, this.#alg);
    const signAgain: Use["signAgain"] = async (parts) => signatureOf(parts, await ownKey(), this.#alg);
    const of = (name: string) => (this.#host.keysOf(name) ?? keys).signingKey("signing", this.#alg);
    return {
      name: armed.name,
      use: {
        parameters,
        signAsStranger,
        signAgain,
        keys: { issuer, own: ownKey, stranger, encryption, of, named: (name) => this.#host.nameOf(name) },
        elsewhere: elsewhereOf(this.#host, key),
        alg: this.#alg,
        refusal: this.#refusal,
      },
    };
  }
}

/** Resolves after so many seconds, or when nobody waits for the answer any more. */
async function late({ res }: KoaContextWithOIDC, seconds: number): Promise<void> {
  const ends = new AbortController();
  await Promise.race([
    pause(seconds * 1_000, undefined, { signal: ends.signal, ref: false }),
    once(res, "close", { signal: ends.signal }),
  ]).finally(() => ends.abort());
}

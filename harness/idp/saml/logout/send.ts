import type { Request, Response } from "express";
import { deflateRawSync } from "node:zlib";
import { defined } from "../../../defined.ts";
import type { HostServices } from "../../mount.ts";
import type { LogoutService, SamlSpec } from "../../port.ts";
import type { Parameter } from "../request/decode.ts";
import type { LogoutHand } from "../tampers/tamper.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import { keyAlgorithm, methodsOf, SIGNATURES, signBytes } from "../xml/methods.ts";
import { signMessage } from "../xml/sign.ts";

export interface LogoutMail {
  readonly parameter: Parameter;
  readonly xml: string;
  readonly to: string;
  readonly binding: LogoutService["binding"];
  readonly relayState?: string;
  /** Left out: signed as ever. */
  readonly hand?: LogoutHand;
}

/**
 * Sends a message of Single Logout through the person's browser, signed as its binding has it: the query (SAML Bindings
 * 3.4.4.1), or the message itself (3.5.4).
 */
export async function sendLogout(
  {
    req,
    res,
    host,
    spec,
  }: { readonly req: Request; readonly res: Response; readonly host: HostServices; readonly spec: SamlSpec },
  { parameter, xml, to, binding, relayState, hand = {} }: LogoutMail,
): Promise<void> {
  const key = await host.keys.signingKey(hand.by === "stranger" ? "stranger" : "signing", keyAlgorithm(spec));
  const methods = methodsOf(spec);
  const kind = parameter === "SAMLRequest" ? "LogoutRequest" : "LogoutResponse";
  res.set({ "Cache-Control": "no-cache, no-store", Pragma: "no-cache" });
  if (binding === "post") {
    const signed = altered(hand.by === "nobody" ? xml : signMessage(xml, key, methods), hand);
    host.note(req, { kind, content: { xml: signed, binding } });
    const form = {
      [parameter]: Buffer.from(signed, "utf8").toString("base64"),
      ...defined({ RelayState: relayState }),
    };
    res.type("html").send(host.login.autoSubmit(to, form));
    return;
  }
  const sent = altered(xml, hand);
  host.note(req, { kind, content: { xml: sent, binding } });
  const query = (message: string): string =>
    Object.entries({
      [parameter]: deflateRawSync(Buffer.from(message, "utf8")).toString("base64"),
      ...defined({ RelayState: relayState }),
      ...(hand.by === "nobody" ? {} : { SigAlg: SIGNATURES[methods.signature].uri }),
    })
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join("&");
  const signature = signBytes(methods.signature, Buffer.from(query(xml)), key.privateKeyPem);
  const signed = hand.by === "nobody" ? "" : `&Signature=${encodeURIComponent(signature)}`;
  res.redirect(303, `${to}${to.includes("?") ? "&" : "?"}${query(sent)}${signed}`);
}

/** What leaves of what was signed. */
function altered(xml: string, { after }: LogoutHand): string {
  if (after === undefined) return xml;
  const message = parseXml(xml);
  after(message);
  return serializeXml(message);
}

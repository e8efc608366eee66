import type { Request, Response } from "express";
import { deflateRawSync } from "node:zlib";
import { defined } from "../../../defined.ts";
import type { HostServices } from "../../mount.ts";
import type { LogoutService, SamlSpec } from "../../port.ts";
import type { Parameter } from "../request/decode.ts";
import { keyAlgorithm, methodsOf, SIGNATURES, signBytes } from "../xml/methods.ts";
import { signMessage } from "../xml/sign.ts";

export interface LogoutMail {
  readonly parameter: Parameter;
  readonly xml: string;
  readonly to: string;
  readonly binding: LogoutService["binding"];
  readonly relayState?: string;
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
  { parameter, xml, to, binding, relayState }: LogoutMail,
): Promise<void> {
  const key = await host.keys.signingKey("signing", keyAlgorithm(spec));
  const methods = methodsOf(spec);
  const kind = parameter === "SAMLRequest" ? "LogoutRequest" : "LogoutResponse";
  res.set({ "Cache-Control": "no-cache, no-store", Pragma: "no-cache" });
  if (binding === "post") {
    const signed = signMessage(xml, key, methods);
    host.note(req, { kind, content: { xml: signed, binding } });
    const form = {
      [parameter]: Buffer.from(signed, "utf8").toString("base64"),
      ...defined({ RelayState: relayState }),
    };
    res.type("html").send(host.login.autoSubmit(to, form));
    return;
  }
  host.note(req, { kind, content: { xml, binding } });
  const written = {
    [parameter]: deflateRawSync(Buffer.from(xml, "utf8")).toString("base64"),
    ...defined({ RelayState: relayState }),
    SigAlg: SIGNATURES[methods.signature].uri,
  };
  const query = Object.entries(written)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  const signature = signBytes(methods.signature, Buffer.from(query), key.privateKeyPem);
  res.redirect(303, `${to}${to.includes("?") ? "&" : "?"}${query}&Signature=${encodeURIComponent(signature)}`);
}

import type { Request, Response } from "express";
import { defined } from "../../../defined.ts";
import type { HostServices } from "../../mount.ts";
import type { Reply } from "./reply.ts";

/**
 * Posts a Response through the person's browser (SAML Bindings 3.5.4), with the headers of 3.5.5.1. `key`: the person
 * whom it signs in, and whose answer may be kept.
 */
export function sendResponse(
  host: HostServices,
  req: Request,
  res: Response,
  { acs, relayState }: Reply,
  xml: string,
  key?: string,
): void {
  host.note(req, { kind: "Response", content: { xml } });
  res.set({ "Cache-Control": "no-cache, no-store", Pragma: "no-cache" });
  const form = { SAMLResponse: Buffer.from(xml, "utf8").toString("base64"), ...defined({ RelayState: relayState }) };
  const kept = key !== undefined && host.answers.keep(key, { url: acs, form });
  res.type("html").send(kept ? host.login.kept() : host.login.autoSubmit(acs, form));
}

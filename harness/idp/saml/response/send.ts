import type { Request, Response } from "express";
import { defined } from "../../../defined.ts";
import type { HostServices } from "../../mount.ts";
import type { Reply } from "./reply.ts";

/** Posts a Response through the person's browser (SAML Bindings 3.5.4), with the headers of 3.5.5.1. */
export function sendResponse(host: HostServices, req: Request, res: Response, reply: Reply, xml: string): void {
  host.note(req, { kind: "Response", content: { xml } });
  res.set({ "Cache-Control": "no-cache, no-store", Pragma: "no-cache" });
  res.type("html").send(
    host.login.autoSubmit(reply.acs, {
      SAMLResponse: Buffer.from(xml, "utf8").toString("base64"),
      ...defined({ RelayState: reply.relayState }),
    }),
  );
}

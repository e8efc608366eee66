import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import type { HostServices } from "../mount.ts";
import type { OidcSpec } from "../port.ts";
import type { Clients } from "./clients.ts";

/** The page for a request that can not be answered at the SP: what it asked for, against what is configured. */
export function problemPage(clients: Clients, ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): string {
  const { spec, host } = clients.of(ctx);
  const asked = asRecord(ctx.oidc.params ?? ctx.query);
  const details = [{ name: "Error", value: [out.error, out.error_description].filter(Boolean).join(": ") }];
  const show = (name: string, value: unknown): void => {
    details.push({ name, value: typeof value === "string" && value !== "" ? value : "(none)" });
  };
  if (asked.client_id !== spec.client_id && ctx.oidc.route === "authorization") {
    show("client_id of the request", asked.client_id);
    for (const client of clients.all) show("client_id of this connection", client.spec.client_id);
    return host.login.problem("This client is not known here", hint(spec, "client_id"), details);
  }
  if (error.name === "InvalidRedirectUri") {
    show("redirect_uri of the request", asked.redirect_uri);
    for (const uri of spec.redirect_uris) show("redirect_uri of this connection", uri);
    return host.login.problem("This redirect URI is not registered", hint(spec, "redirect_uri"), details);
  }
  if (error.name === "SessionNotFound") return expiredPage(host);
  return host.login.problem("The request can not be answered", "The identity provider says:", details);
}

/** Shown where somebody comes back to a sign-in that has ended, by the back button or a bookmark. */
export function expiredPage(host: HostServices): string {
  return host.login.problem(
    "This sign-in is over",
    "It was completed or has expired, or this browser did not start it. Start again at the application.",
    [],
  );
}

function hint(spec: OidcSpec, what: string): string {
  return `The request's ${what} is not what is configured for the connection ${spec.name}. Either the service provider sends a wrong one, or the connection must be told of it.`;
}

function asRecord(params: unknown): Readonly<Record<string, unknown>> {
  return typeof params === "object" && params !== null ? { ...params } : {};
}

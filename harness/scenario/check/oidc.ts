/** What an OpenID Connect connection says against itself. */
import { claimPath } from "../../idp/profiles/index.ts";
import { quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { OidcConnection, Target } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at } from "../yaml/tree.ts";

export function checkOidcConnections(document: YamlDocument, target: Target, faults: FaultCollector): void {
  for (const connection of target.connections) {
    if (connection.protocol !== "oidc") continue;
    checkClaimNames(document, connection, faults);
    checkResponses(document, connection, faults);
    checkTokens(document, connection, faults);
    if (connection.issuer_of !== undefined) checkIssuer(document, connection, target, faults);
  }
}

/** What may be asked for must be able to come, and to say who somebody is. */
function checkResponses(document: YamlDocument, connection: OidcConnection, faults: FaultCollector): void {
  const { name, response_types = ["code"], response_modes, claims_in } = connection;
  const tell = (key: string, message: string, hint: string): void =>
    faults.add(document.fault(document.place(["connections", name, key]), message, hint));
  const front = response_types.find((type) => type.includes("token"));
  if (front !== undefined && response_modes?.every((mode) => mode === "query") === true)
    tell("response_modes", `the answer to ${quote(front)} never comes as a query`, "Add `fragment` or `form_post`.");
  const tokenless = response_types.every((type) => type === "id_token");
  if (tokenless && !claims_in.includes("id_token"))
    tell(
      "claims_in",
      "UserInfo is asked with an access token, and `id_token` alone brings none",
      "Add `id_token`, or a response type with `code`.",
    );
}

/** What is never issued is not good for any time. */
function checkTokens(
  document: YamlDocument,
  { name, refresh, lifetimes }: OidcConnection,
  faults: FaultCollector,
): void {
  if (refresh !== "never" || lifetimes?.refresh_token === undefined) return;
  const place = document.place(["connections", name, "lifetimes", "refresh_token"]);
  const message = "no refresh token is issued, by `refresh: never`";
  faults.add(document.fault(place, message, "Take one of the two out."));
}

/** Whose issuer it shares must have one, of the same shape and keys, and know it by a name of its own. */
function checkIssuer(
  document: YamlDocument,
  connection: OidcConnection,
  { connections }: Target,
  faults: FaultCollector,
): void {
  const { name, issuer_of = "" } = connection;
  const tell = (key: string, message: string, hint: string | undefined): void =>
    faults.add(document.fault(document.place(["connections", name, key]), message, hint));
  const clients = connections.filter((other) => other.protocol === "oidc" && other.name !== name);
  const issuer = clients.find((other) => other.name === issuer_of);
  if (issuer?.protocol !== "oidc") {
    if (document.lost.has(issuer_of)) return;
    const names = clients.flatMap((other) =>
      other.protocol === "oidc" && other.issuer_of === undefined ? [other.name] : [],
    );
    tell(
      "issuer_of",
      `no other connection of oidc is named ${quote(issuer_of)}`,
      suggest(issuer_of, names, "There is:"),
    );
    return;
  }
  if (issuer.issuer_of !== undefined) {
    const hint = `Name the one that has an issuer: \`issuer_of: ${issuer.issuer_of}\`.`;
    tell("issuer_of", `${quote(issuer_of)} shares the issuer of ${quote(issuer.issuer_of)} itself`, hint);
    return;
  }
  for (const key of ["profile", "signing_alg", "clock"] as const) {
    const [ours, theirs] = [connection[key], issuer[key]];
    if (ours !== theirs)
      tell(
        key,
        `${quote(String(ours))} is not what the issuer of ${quote(issuer_of)} has`,
        `Take \`${key}\` out: ${quote(issuer_of)} says it.`,
      );
  }
  const twin = clients.find(
    (other) =>
      other.protocol === "oidc" &&
      other.client_id === connection.client_id &&
      (other.name === issuer_of ||
        (other.issuer_of === issuer_of && connections.indexOf(other) < connections.indexOf(connection))),
  );
  if (twin !== undefined)
    tell(
      "client_id",
      `${quote(connection.client_id)} is the client of ${quote(twin.name)} at this issuer already`,
      "Give each its own `client_id`.",
    );
}

/** Two claims at one place: only one of them would be sent. */
function checkClaimNames(document: YamlDocument, { name, claims }: OidcConnection, faults: FaultCollector): void {
  const names = Object.entries(claims).filter(([claim, sent]) => claim !== "subject" || sent !== "sub");
  for (const [index, [claim, sent]] of names.entries()) {
    const path = ["connections", name, "claims", claim];
    if (at(document.root, path) === undefined) continue;
    const others = names.filter(
      ([other], place) => place < index || at(document.root, [...path.slice(0, -1), other]) === undefined,
    );
    const other = others.find(([rival, theirs]) => rival !== claim && isOneIn(claimPath(sent), claimPath(theirs)));
    if (other === undefined) continue;
    const [rival, theirs] = other;
    const message =
      sent === theirs
        ? `${quote(claim)} and ${quote(rival)} are both sent as ${quote(sent)}`
        : `${quote(sent)} and ${quote(theirs)} cannot both be sent: one stands within the other`;
    faults.add(document.fault(document.place(path), message, "Give each a name of its own."));
  }
}

/** Whether one of two places is the other, or lies within it. */
function isOneIn(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((part, index) => part === other[index]);
}

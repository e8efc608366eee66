/** What an OpenID Connect connection says against itself. */
import { claimPath } from "../../idp/profiles/index.ts";
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { OidcConnection, Target } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at } from "../yaml/tree.ts";

export function checkOidcConnections(document: YamlDocument, target: Target, faults: FaultCollector): void {
  for (const connection of target.connections) {
    if (connection.protocol === "oidc") checkClaimNames(document, connection, faults);
  }
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

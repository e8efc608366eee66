import { list, quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Target } from "../model/index.ts";
import { issuerOf } from "../model/index.ts";
import { effectivePolicy } from "../policy.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** A redirect URI of two issuers keeps neither's answers apart, whatever is declared: the declaration would hide it. */
export function checkMixup(document: YamlDocument, target: Target, faults: FaultCollector): void {
  const clients = target.connections.filter((connection) => connection.protocol === "oidc");
  for (const connection of clients) {
    if (effectivePolicy(target, connection).mixup_defence !== "distinct_redirect_uri") continue;
    const sharing = clients.filter(
      (other) =>
        issuerOf(other) !== issuerOf(connection) &&
        other.redirect_uris.some((uri) => connection.redirect_uris.includes(uri)),
    );
    if (sharing.length === 0) continue;
    const others = list(
      sharing.map(({ name }) => quote(name)),
      "and",
    );
    faults.add(
      document.fault(
        document.place(["connections", connection.name, "redirect_uris"]),
        `${quote(connection.name)} has a redirect URI of ${others}, too, and its policy says \`mixup_defence: distinct_redirect_uri\``,
        "Give each a redirect URI of its own, or declare `mixup_defence: iss`.",
      ),
    );
  }
}

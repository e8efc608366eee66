import { quote, type FaultCollector } from "../faults.ts";
import type { Target } from "../model/index.ts";
import { effectivePolicy } from "../policy.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** What of a response the IdP of a connection signs must be what the SP demands there, else nobody would get in. */
export function checkSigning(document: YamlDocument, target: Target, faults: FaultCollector): void {
  for (const connection of target.connections) {
    if (connection.protocol !== "saml") continue;
    const { name, sign, sign_as_wanted } = connection;
    const { require_signed: demanded = "either" } = effectivePolicy(target, connection);
    if (demanded === "either" || sign === "both" || sign === demanded) continue;
    // The SP's metadata may say that assertions are to be signed, and then they are.
    if (sign_as_wanted === true && sign === "response") continue;
    faults.add(
      document.fault(
        document.keyPlace(["connections", name]),
        `the IdP of ${quote(name)} signs the ${sign} alone, and its policy says \`require_signed: ${demanded}\``,
        `Say \`sign: ${demanded}\` where the IdP signs so, or declare \`require_signed: ${sign}\` or \`either\`.`,
      ),
    );
  }
}

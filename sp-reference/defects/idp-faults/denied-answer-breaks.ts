import { ProtocolFault } from "../../app/faults.ts";
import { ASSERTION_NS } from "../../saml/xml.ts";
import { both, type Defect } from "../defect.ts";

export const deniedAnswerBreaks: Defect = {
  id: "denied-answer-breaks",
  description: "Takes the code, or the assertion, out of what came back, without a look whether the IdP said no.",
  spoil: both(
    (workings) => ({
      ...workings,
      oidc: {
        ...workings.oidc,
        redeem: async (redemption) => {
          const code = redemption.url.searchParams.get("code") as string;
          return await workings.oidc.redeem({ ...redemption, url: withCode(redemption.url, code.trim()) });
        },
      },
    }),
    (workings) => ({
      ...workings,
      saml: {
        ...workings.saml,
        wrapper: (root, ...against) => {
          const names = ["EncryptedAssertion", "Assertion"];
          const found = names.flatMap((name) => [...root.getElementsByTagNameNS(ASSERTION_NS, name)]);
          if (found.at(-1)!.childNodes.length === 0) throw new ProtocolFault("The assertion is empty.");
          return workings.saml.wrapper(root, ...against);
        },
      },
    }),
  ),
};

function withCode(url: URL, code: string): URL {
  const changed = new URL(url);
  changed.searchParams.set("code", code);
  return changed;
}

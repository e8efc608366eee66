import { decode } from "../../saml/base64.ts";
import { firstAssertion } from "./raw.ts";
import type { Defect } from "../defect.ts";

export const signatureIfThere: Defect = {
  id: "signature-if-there",
  description: "Verifies the signature where there is one: if (doc.Signature) verify(doc).",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: (reception) =>
        decode(reception.encoded).includes("SignatureValue")
          ? workings.saml.signedAssertion(reception)
          : firstAssertion(reception),
    },
  }),
};

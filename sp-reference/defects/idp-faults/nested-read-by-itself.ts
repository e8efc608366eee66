import type { Element, Node } from "@xmldom/xmldom";
import type { Defect } from "../defect.ts";

export const nestedReadByItself: Defect = {
  id: "nested-read-by-itself",
  description: "Turns the message into objects by a function that calls itself, however deep that goes.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps = workings.saml) => {
        const { DOMParser } = await import("@xmldom/xmldom");
        const { decode } = await import("../../saml/base64.ts");
        const { documentElement } = new DOMParser().parseFromString(decode(reception.encoded), "text/xml");
        if (documentElement !== null) asObject(documentElement);
        return await workings.saml.verify(reception, steps);
      },
    },
  }),
};

/** Throws RangeError where the stack is at its end. */
function asObject({ nodeName, childNodes, textContent }: Element): object {
  const inner = [...childNodes].filter((node: Node): node is Element => node.nodeType === 1).map(asObject);
  return { [nodeName]: inner.length === 0 ? textContent : inner };
}

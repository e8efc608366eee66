import { firstAssertion } from "./raw.ts";
import type { Defect } from "../defect.ts";

export const readsFirstRoot: Defect = {
  id: "reads-first-root",
  description: "Goes through the roots of a message: what any of them has signed lets in whom the first one names.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps = workings.saml) => {
        const { decode } = await import("../../saml/base64.ts");
        const roots = decode(reception.encoded).split(/(?<=<\/samlp:Response>)(?=<)/);
        if (roots.length < 2) return await workings.saml.verify(reception, steps);
        const each = roots.map((root) => ({ ...reception, encoded: Buffer.from(root).toString("base64") }));
        const [first = reception] = each;
        return await workings.saml.verify(first, {
          ...steps,
          signedAssertion: async () => {
            await Promise.any(each.map((one) => steps.signedAssertion(one)));
            return await firstAssertion(first);
          },
        });
      },
    },
  }),
};

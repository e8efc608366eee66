import type { Defect } from "../defect.ts";

export const unknownConditionIgnored: Defect = {
  id: "unknown-condition-ignored",
  description: "Looks at the conditions that it knows, and passes over the others: node-saml has no more.",
  spoil: (workings) => ({
    ...workings,
    saml: { ...workings.saml, reads: { ...workings.saml.reads, condition: () => null } },
  }),
};

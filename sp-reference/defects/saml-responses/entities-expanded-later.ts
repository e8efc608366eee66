import type { Defect } from "../defect.ts";

export const entitiesExpandedLater: Defect = {
  id: "entities-expanded-later",
  description: "Takes the entities out before the signature is verified, and puts their texts in where it reads.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps = workings.saml) => {
        const { decode } = await import("../../saml/base64.ts");
        const text = decode(reception.encoded);
        const [doctype = "", name = "", value = ""] =
          /<!DOCTYPE [^[]*\[\s*<!ENTITY (\S+) "([^"]*)">\s*\]>/.exec(text) ?? [];
        if (doctype === "") return await workings.saml.verify(reception, steps);
        const written = text.replace(doctype, "");
        const bare = written.replaceAll(`&${name};`, "");
        const expanded = written.replaceAll(`&${name};`, value);
        const subject = (xml: string) => /<saml:NameID[^>]*>[^<]*/.exec(xml)?.[0] ?? "";
        return await workings.saml.verify(
          { ...reception, encoded: Buffer.from(bare).toString("base64") },
          {
            ...steps,
            signedAssertion: async (checked) =>
              (await steps.signedAssertion(checked)).replace(subject(bare), subject(expanded)),
          },
        );
      },
    },
  }),
};

import type { Defect } from "../defect.ts";

/** Asks for whatever stands at an address that the message names, as a parser does, before anything is verified. */
export function following(address: RegExp): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps = workings.saml) => {
        const { decode } = await import("../../saml/base64.ts");
        const [, named] = address.exec(decode(reception.encoded)) ?? [];
        if (named !== undefined) await (await fetch(named)).text();
        return await workings.saml.verify(reception, steps);
      },
    },
  });
}

import { pushing, type Defect } from "../defect.ts";

type Patch = { readonly Operations?: readonly { readonly path?: string; readonly value?: unknown }[] } | undefined;

export const scimActiveTruthy: Defect = {
  id: "scim-active-truthy",
  description: 'Takes the text that some directories send for a truth value: `Boolean("False")` is true.',
  spoil: pushing(() => ({
    body: (body) => {
      const patch = body as Patch;
      if (!Array.isArray(patch?.Operations)) return body;
      const operations = patch.Operations as NonNullable<NonNullable<Patch>["Operations"]>;
      const Operations = operations.map((one) =>
        one.path === "active" && typeof one.value === "string" ? { ...one, value: Boolean(one.value) } : one,
      );
      return { ...patch, Operations };
    },
  })),
};

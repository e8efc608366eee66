import { pushing, type Defect } from "../defect.ts";

type Patch = { readonly Operations?: readonly { readonly op?: string; readonly path?: string }[] } | undefined;

export const scimNeedsPath: Defect = {
  id: "scim-needs-path",
  description: "Switches on the path of an operation, and passes over one that has none.",
  spoil: pushing(() => ({
    body: (body) => {
      const patch = body as Patch;
      if (!Array.isArray(patch?.Operations)) return body;
      const operations = patch.Operations as NonNullable<NonNullable<Patch>["Operations"]>;
      const known = operations.filter(({ path }) => path !== undefined);
      return { ...patch, Operations: known.length > 0 ? known : [{ op: "replace", path: "title", value: "-" }] };
    },
  })),
};

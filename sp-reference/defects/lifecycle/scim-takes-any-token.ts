import { pushing, type Defect } from "../defect.ts";

export const scimTakesAnyToken: Defect = {
  id: "scim-takes-any-token",
  description: "Looks whether a push has a bearer token, and not which.",
  spoil: pushing(() => ({ knows: (authorization) => authorization.startsWith("Bearer ") })),
};

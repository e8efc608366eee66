import { leading } from "./leading.ts";
import type { Defect } from "../defect.ts";

export const returnToPrefix: Defect = {
  id: "return-to-prefix",
  description: "Takes for a path of its own whatever begins with one slash and not with two.",
  spoil: leading((wanted) => (typeof wanted === "string" && /^\/(?!\/)/.test(wanted) ? wanted : "/account")),
};

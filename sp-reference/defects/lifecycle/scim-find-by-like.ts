import { asked, nameOf } from "./asked.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimFindByLike: Defect = {
  id: "scim-find-by-like",
  description: "Compares names without case by ILIKE, to which an underscore is any letter.",
  spoil: pushing(({ matching }) => ({
    matching: (filter, all) => {
      const name = asked(filter);
      return name === null ? matching(filter, all) : all.filter((user) => isLike(name, nameOf(user)));
    },
  })),
};

function isLike(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("%", ".*").replaceAll("_", ".")}$`, "s").test(text);
}

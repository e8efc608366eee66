import { leading } from "./leading.ts";
import type { Defect } from "../defect.ts";

export const returnToBeforeFolding: Defect = {
  id: "return-to-before-folding",
  description: "Compares the host of return_to first, and takes the dots and backslashes out of the path afterwards.",
  spoil: leading((wanted) => {
    const url = typeof wanted === "string" ? URL.parse(wanted, "http://sp.invalid") : null;
    return url === null || url.host !== "sp.invalid" ? "/account" : `${url.pathname}${url.search}`;
  }),
};

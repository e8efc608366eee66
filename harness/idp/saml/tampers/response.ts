import { rootOf } from "../xml/elements.ts";
import type { Doings } from "./tamper.ts";

export const response: Doings<"response"> = {
  "wrong-destination": (sent, { parameters }) =>
    rootOf(sent).setAttribute("Destination", String(parameters["destination"])),
};

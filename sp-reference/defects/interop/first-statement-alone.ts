import type { Defect } from "../defect.ts";
import { reading } from "./reading.ts";

export const firstStatementAlone: Defect = {
  id: "first-statement-alone",
  description: "Reads the attributes of the first AttributeStatement.",
  spoil: reading(({ statements }) => ({ statements: (assertion) => statements(assertion).slice(0, 1) })),
};

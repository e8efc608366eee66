import { both, mapping, type Defect } from "../defect.ts";
import { findingBy } from "./finding.ts";

export const linkByFoldedAddress: Defect = {
  id: "link-by-folded-address",
  description: "Takes any text with an @ for an address, and compares as a database without case and accents does.",
  spoil: both(
    mapping((sound) => ({ email: (raw) => sound.email(raw) ?? withAt(sound.text(raw)) })),
    findingBy((email) => email.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase()),
  ),
};

function withAt(text: string | null): string | null {
  return text?.includes("@") === true ? text : null;
}

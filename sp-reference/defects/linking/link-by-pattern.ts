import { both, mapping, type Defect } from "../defect.ts";
import { findingWhere } from "./finding.ts";

export const linkByPattern: Defect = {
  id: "link-by-pattern",
  description: "Takes any text with an @ for an address, and looks for it with LIKE, to do without letter case.",
  spoil: both(
    mapping((sound) => ({
      email: (raw) => sound.email(raw) ?? ((text) => (text?.includes("@") === true ? text : null))(sound.text(raw)),
    })),
    findingWhere((stored, asked) => patternOf(asked).test(stored)),
  ),
};

function patternOf(asked: string): RegExp {
  const literal = asked.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll("_", ".").replaceAll("%", ".*")}$`, "is");
}

import { mapping, type Defect } from "../defect.ts";

export const groupStringContains: Defect = {
  id: "group-string-contains",
  description: "Asks groups.includes(name) of whatever came: of a bare text it is true for every part of it.",
  spoil: mapping((sound) => ({
    groups: (raw, protocol) => {
      const single: unknown = Array.isArray(raw) && raw.length === 1 && protocol === "saml" ? raw[0] : raw;
      return sound.groups(typeof single === "string" ? parts(single) : raw, protocol);
    },
  })),
};

/** Every text that is contained in it. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  for (let from = 0; from < text.length; from++)
    for (let end = from + 1; end <= text.length; end++) found.push(text.slice(from, end));
  return found;
}

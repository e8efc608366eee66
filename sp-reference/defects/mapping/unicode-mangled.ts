import { mapping, type Defect } from "../defect.ts";

export const unicodeMangled: Defect = {
  id: "unicode-mangled",
  description: "Reads names as Latin-1, so everything beyond it becomes question marks.",
  spoil: mapping((sound) => ({
    text: (raw) => sound.text(raw)?.replace(/[\u0100-\uffff]/g, "?") ?? null,
  })),
};

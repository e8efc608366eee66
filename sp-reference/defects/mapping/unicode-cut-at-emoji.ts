import { mapping, type Defect } from "../defect.ts";

export const unicodeCutAtEmoji: Defect = {
  id: "unicode-cut-at-emoji",
  description: "Keeps names in a column of three bytes a character, which ends the text at the first that has four.",
  spoil: mapping((sound) => ({
    text: (raw) => sound.text(raw)?.replace(/[\u{10000}-\u{10ffff}].*$/su, "") ?? null,
  })),
};

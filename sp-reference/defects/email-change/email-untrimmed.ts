import { mapping, type Defect } from "../defect.ts";

export const emailUntrimmed: Defect = {
  id: "email-untrimmed",
  description: "Takes any text with an @ for an address, and keeps the spaces around it.",
  spoil: mapping((sound) => ({
    email: (raw) => {
      const text = sound.text(raw);
      return sound.email(raw) ?? (text?.includes("@") === true ? text : null);
    },
  })),
};

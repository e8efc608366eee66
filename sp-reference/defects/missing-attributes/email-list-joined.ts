import { mapping, type Defect } from "../defect.ts";

export const emailListJoined: Defect = {
  id: "email-list-joined",
  description: "Makes a text of whatever comes as the email: of a list, its values with a comma between them.",
  spoil: mapping((sound) => ({
    email: (raw) => (Array.isArray(raw) && raw.length > 1 ? sound.text(String(raw)) : sound.email(raw)),
  })),
};

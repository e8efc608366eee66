import { rawValue } from "../../mapping/assertion.ts";
import { mapping, type Defect } from "../defect.ts";

export const usernameForWantOfAnEmail: Defect = {
  id: "username-for-want-of-an-email",
  description:
    "Takes a username that is an address for the email of every customer's people, since one sends no other.",
  spoil: mapping((sound) => ({
    otherEmail: (assertion, connection) =>
      sound.otherEmail(assertion, connection) ?? rawValue(assertion, connection.attributes["username"] ?? ""),
  })),
};

import { deciding, type Defect } from "../defect.ts";

export const usernameAsEmail: Defect = {
  id: "username-as-email",
  description: "Takes the username where there is no email, and does not look whether it is an address.",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => {
      const { claims } = situation;
      const email = claims.email ?? claims.profile.username;
      return sound.complete({ ...situation, claims: { ...claims, email } }, identity);
    },
  })),
};

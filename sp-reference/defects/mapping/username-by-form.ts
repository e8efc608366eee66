import { deciding, type Defect } from "../defect.ts";

const FORM = /^[a-z0-9._-]+$/i;

export const usernameByForm: Defect = {
  id: "username-by-form",
  description: "Asks of a username what the sign-up form asks, by a check that throws, and catches nothing.",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => {
      const { username } = situation.claims.profile;
      if (username !== null && !FORM.test(username)) throw new Error("User validation failed: username: is invalid");
      return sound.complete(situation, identity);
    },
  })),
};

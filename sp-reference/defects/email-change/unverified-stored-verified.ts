import { deciding, type Defect } from "../defect.ts";

export const unverifiedStoredVerified: Defect = {
  id: "unverified-stored-verified",
  description: "Sets email_verified = true, because the address came from single sign-on.",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => sound.complete({ ...situation, emailIsVerified: true }, identity),
    email: (situation, account) => {
      const outcome = sound.email(situation, account);
      return "kind" in outcome ? outcome : { ...outcome, value: { ...outcome.value, emailVerified: true } };
    },
  })),
};

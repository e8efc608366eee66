import { both, deciding, type Defect } from "../defect.ts";

export const emailCollision500: Defect = {
  id: "email-collision-500",
  description: "Puts a unique index on the email and updates it without looking who has it.",
  spoil: both(
    (workings) => ({
      ...workings,
      schema: workings.schema.replace("INDEX memberships_by_email ", "UNIQUE INDEX memberships_by_email "),
    }),
    deciding((sound) => ({
      email: (situation, account) => sound.email({ ...situation, found: { ...situation.found, byEmail: [] } }, account),
    })),
  ),
};

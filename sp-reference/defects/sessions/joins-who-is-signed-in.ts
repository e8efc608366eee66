import { deciding, type Defect } from "../defect.ts";

export const joinsWhoIsSignedIn: Defect = {
  id: "joins-who-is-signed-in",
  description: "Adds an unknown identity to the account that is signed in, without asking the policy.",
  spoil: deciding(() => ({ join: ({ signedIn }) => signedIn })),
};

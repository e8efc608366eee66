import { deciding, both, type Defect } from "../defect.ts";

export const joinTakesIdentity: Defect = {
  id: "join-takes-identity",
  description: "Connects whoever signs in to the account that is signed in, and takes the identity from who has it.",
  spoil: both(
    (workings, app) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        apply: (parts, connection, claims, decision) => {
          if (decision.kind === "link") {
            const { issuer, subject } = decision.identity;
            app()
              .db.prepare("DELETE FROM identities WHERE organization = ? AND issuer = ? AND subject = ?")
              .run(connection.organization.name, issuer, subject);
          }
          return workings.provisioning.apply(parts, connection, claims, decision);
        },
      },
    }),
    deciding((sound) => ({
      recognize: (situation) => {
        const { signedIn } = situation;
        const known = sound.recognize(situation);
        return known !== null && signedIn?.member === true && signedIn.id !== known.id ? null : known;
      },
      join: (situation) => {
        const known = sound.recognize(situation);
        return known === null ? sound.join(situation) : situation.signedIn;
      },
    })),
  ),
};

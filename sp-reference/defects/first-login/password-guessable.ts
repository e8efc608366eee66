import { scryptSync, randomBytes } from "node:crypto";
import type { Defect } from "../defect.ts";

export const passwordGuessable: Defect = {
  id: "password-guessable",
  description: "Gives a new account its subject for a password, because the column may not be empty.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      apply: (parts, connection, claims, decision) => {
        const provisioned = workings.provisioning.apply(parts, connection, claims, decision);
        if (decision.kind === "create" && provisioned.kind === "signed_in") {
          const salt = randomBytes(16);
          const hash = scryptSync(decision.identity.subject, salt, 32);
          parts.db
            .prepare("UPDATE accounts SET password_hash = ? WHERE id = ?")
            .run(`scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`, provisioned.account);
        }
        return provisioned;
      },
    },
  }),
};

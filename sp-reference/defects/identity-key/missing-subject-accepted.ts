import type { Subject } from "../../mapping/claims.ts";
import { mapping, type Defect } from "../defect.ts";

export const missingSubjectAccepted: Defect = {
  id: "missing-subject-accepted",
  description: "Falls back to the email where the subject is missing: const key = sub || email.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection): Subject => {
      const subject = sound.subject(assertion, connection);
      if ("value" in subject) return subject;
      const email = connection.attributes["email"] ?? "email";
      const fallback = sound.text(
        assertion.protocol === "oidc" ? assertion.claims[email] : assertion.attributes.get(email),
      );
      return fallback === null ? subject : { value: fallback };
    },
  })),
};

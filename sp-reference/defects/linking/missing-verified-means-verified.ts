import { deciding, type Defect } from "../defect.ts";

export const missingVerifiedMeansVerified: Defect = {
  id: "missing-verified-means-verified",
  description: "Reads a missing email_verified as true: claims.email_verified !== false.",
  spoil: deciding(() => ({
    emailIsVerified: (_connection, claims) => claims.email !== null && claims.emailVerified !== false,
  })),
};

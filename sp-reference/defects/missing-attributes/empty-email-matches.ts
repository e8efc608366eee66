import { both, deciding, mapping, type Defect } from "../defect.ts";

export const emptyEmailMatches: Defect = {
  id: "empty-email-matches",
  description: "Takes any text for an email, the empty one too, and tests only for undefined.",
  spoil: both(
    (workings) => ({
      ...workings,
      schema: workings.schema.replace(" CHECK (email <> '')", ""),
    }),
    mapping(() => ({
      email: (raw) => {
        const value: unknown = Array.isArray(raw) ? (raw[0] ?? "") : raw;
        return value === undefined
          ? null
          : typeof value === "string"
            ? value
            : JSON.stringify(value ?? "").replaceAll('"', "");
      },
    })),
    deciding((sound) => ({
      recognize: (situation) =>
        sound.recognize(situation) ?? situation.found.byEmail.find(({ email }) => email === "") ?? null,
      domain: (situation, account) => (situation.claims.email === "" ? null : sound.domain(situation, account)),
    })),
  ),
};

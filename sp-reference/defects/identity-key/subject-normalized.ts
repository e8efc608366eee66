import { mapping, type Defect } from "../defect.ts";

export const subjectNormalized: Defect = {
  id: "subject-normalized",
  description: "Normalizes the subject by NFKC, to be safe from look-alikes.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      return "value" in subject ? { value: subject.value.normalize("NFKC") } : subject;
    },
  })),
};

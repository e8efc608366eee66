import { mapping, type Defect } from "../defect.ts";

export const subjectCaseFolded: Defect = {
  id: "subject-case-folded",
  description: "Lower-cases the subject before it compares, as one does with email addresses.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      return "value" in subject ? { value: subject.value.toLowerCase() } : subject;
    },
  })),
};

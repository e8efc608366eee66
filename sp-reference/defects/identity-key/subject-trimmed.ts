import { mapping, type Defect } from "../defect.ts";

export const subjectTrimmed: Defect = {
  id: "subject-trimmed",
  description: "Trims the subject, as one does with whatever comes from a form.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      return "value" in subject ? { value: subject.value.trim() } : subject;
    },
  })),
};

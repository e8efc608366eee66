import { mapping, type Defect } from "../defect.ts";

export const subjectCutShort: Defect = {
  id: "subject-cut-short",
  description: "Cuts the subject to the width of its column, 191 characters, before it is stored or looked up.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      return "value" in subject ? { value: subject.value.slice(0, 191) } : subject;
    },
  })),
};

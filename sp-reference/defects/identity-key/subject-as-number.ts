import { mapping, type Defect } from "../defect.ts";

export const subjectAsNumber: Defect = {
  id: "subject-as-number",
  description: "Reads a subject that is a number as one, as its other provider had only numbers.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      if (!("value" in subject)) return subject;
      const number = Number(subject.value);
      return Number.isNaN(number) ? subject : { value: String(number) };
    },
  })),
};

import { mapping, type Defect } from "../defect.ts";

export const subjectTakenApart: Defect = {
  id: "subject-taken-apart",
  description: "Takes what stands behind the | of the subject for the person's id, as it comes from one provider.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      return "value" in subject ? { value: subject.value.split("|").at(-1) ?? subject.value } : subject;
    },
  })),
};

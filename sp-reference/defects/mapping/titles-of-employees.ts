import { mapping, type Defect } from "../defect.ts";

export const titlesOfEmployees: Defect = {
  id: "titles-of-employees",
  description:
    "Reads the job title under the name that the first customer's IdP had for it, whatever a connection maps.",
  spoil: mapping(({ names }) => ({ names: (connection) => ({ ...names(connection), title: "jobTitle" }) })),
};

import { pushing, type Defect } from "../defect.ts";

export const scimFindLetterByLetter: Defect = {
  id: "scim-find-letter-by-letter",
  description: "Asks a filter as the library does, which compares letter by letter.",
  spoil: pushing(() => ({ matching: (filter, all) => filter.match([...all]) })),
};

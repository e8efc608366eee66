import { pushing, type Defect } from "../defect.ts";

export const scimStartIndexAsPage: Defect = {
  id: "scim-start-index-as-page",
  description: "Takes the place at which a part of the list begins for the number of a page.",
  spoil: pushing(() => ({
    query: (query) => {
      const [page, count] = [Number(query["startIndex"] ?? 1), Number(query["count"] ?? 100)];
      return { ...query, startIndex: String((page - 1) * count + 1) };
    },
  })),
};

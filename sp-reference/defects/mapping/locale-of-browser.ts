import { mapping, type Defect } from "../defect.ts";

export const localeOfBrowser: Defect = {
  id: "locale-of-browser",
  description: "Leaves the language to what the browser asks for, and reads none that the IdP sends.",
  spoil: mapping(({ names }) => ({
    names: (connection) => {
      const { locale: _, ...others } = names(connection);
      return others;
    },
  })),
};

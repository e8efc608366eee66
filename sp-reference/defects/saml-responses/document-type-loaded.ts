import type { Defect } from "../defect.ts";
import { following } from "./following.ts";

export const documentTypeLoaded: Defect = {
  id: "document-type-loaded",
  description: "Reads the message with a parser that loads the document type, to have its defaults.",
  spoil: following(/<!DOCTYPE \S+ SYSTEM "([^"]+)"/),
};

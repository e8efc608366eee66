import { mapping, type Defect } from "../defect.ts";

const SIGNS: { readonly [entity: string]: string } = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export const namesDecodedTwice: Defect = {
  id: "names-decoded-twice",
  description: "Decodes entities in texts that the parser has decoded already.",
  spoil: mapping((sound) => ({
    text: (raw) => sound.text(raw)?.replaceAll(/&(?:amp|lt|gt);/g, (entity) => SIGNS[entity] ?? entity) ?? null,
  })),
};

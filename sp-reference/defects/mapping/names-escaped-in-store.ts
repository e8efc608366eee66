import { mapping, type Defect } from "../defect.ts";

const ENTITIES: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;" };

export const namesEscapedInStore: Defect = {
  id: "names-escaped-in-store",
  description: "Escapes texts for HTML when they come in, so that everybody who writes them out escapes them again.",
  spoil: mapping((sound) => ({
    text: (raw) => sound.text(raw)?.replaceAll(/[&<>']/g, (sign) => ENTITIES[sign] ?? sign) ?? null,
  })),
};

import type { Element } from "@xmldom/xmldom";
import type { Defect } from "../defect.ts";
import { reading } from "./reading.ts";

/** Of whose attributes the hurried developer had never seen any. */
const OBJECTS = ["AttributeValue", "Issuer"];

export const elementsAsObjects: Defect = {
  id: "elements-as-objects",
  description: 'Reads XML into objects: an element that has attributes is one, and its text is "[object Object]".',
  spoil: reading(({ text }) => ({
    text: (element) =>
      OBJECTS.includes(element?.localName ?? "") && hasAttributes(element) ? "[object Object]" : text(element),
  })),
};

function hasAttributes(element: Element | undefined): boolean {
  return [...(element?.attributes ?? [])].some(({ name }) => !name.startsWith("xmlns"));
}

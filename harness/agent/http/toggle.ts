import { formOf } from "./controls.ts";
import { attribute, closest, findAll, isPopoverShown, showPopover, type Document, type Element } from "./dom.ts";
import { methodOf } from "./submission.ts";

/** What opens and closes on a page without a script (HTML sections 4.11.1, 4.11.4, 6.12; invoker commands). */

/** Does what a press on this element opens or closes; null where it does no such thing. */
export function toggleOf(document: Document, element: Element): (() => void) | null {
  if (element.name === "summary") return foldOf(element);
  const form = formOf(document, element);
  const command = attribute(element, "commandfor");
  if (command !== null && element.name === "button") {
    const target = byId(document, command);
    return target === null ? null : commandOf(target, (attribute(element, "command") ?? "").toLowerCase());
  }
  const popover = attribute(element, "popovertarget");
  if (popover !== null && (form === null || attribute(element, "type")?.toLowerCase() === "button")) {
    const target = byId(document, popover);
    const action = (attribute(element, "popovertargetaction") ?? "toggle").toLowerCase();
    return target === null ? null : commandOf(target, `${action}-popover`);
  }
  const dialog = form === null || methodOf(form, element) !== "DIALOG" ? null : closest(element, "dialog");
  return dialog === null ? null : () => void delete dialog.attribs["open"];
}

function foldOf(summary: Element): (() => void) | null {
  const { parent } = summary;
  if (parent === null || !("attribs" in parent) || parent.name !== "details") return null;
  const first = parent.children.find((child) => "attribs" in child && child.name === "summary");
  return first === summary ? () => setOpen(parent, !("open" in parent.attribs)) : null;
}

function commandOf(target: Element, command: string): (() => void) | null {
  switch (command) {
    case "show-modal":
      return () => setOpen(target, true);
    case "close":
    case "request-close":
      return () => setOpen(target, false);
    case "show-popover":
      return () => showPopover(target, true);
    case "hide-popover":
      return () => showPopover(target, false);
    case "toggle-popover":
      return () => showPopover(target, !isPopoverShown(target));
    default:
      return null;
  }
}

function setOpen(element: Element, open: boolean): void {
  if (open) element.attribs["open"] = "";
  else delete element.attribs["open"];
}

function byId(document: Document, id: string): Element | null {
  return findAll(document, "[id]").find((element) => attribute(element, "id") === id) ?? null;
}

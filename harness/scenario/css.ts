import { compile } from "css-select";
import { messageOf } from "../errors.ts";

/** What is wrong with a CSS selector, for the beginning of a sentence; null where the agents understand it. */
export function selectorProblem(selector: string): string | null {
  try {
    compile(selector);
    return null;
  } catch (error) {
    return messageOf(error).replace(/\.$/, "");
  }
}

import type { DoorObservation } from "../../observe/door.ts";
import { own } from "../../own.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** Whether what an address was told at the front door tells it from one that was typed before. */
export function judgeToldAs({ person }: ExpectationOf<"told_as">, { seen, past }: Scene): readonly Ruling[] {
  const expected = `the SP tells what it told ${person}, apart from the address`;
  const before = own(past.doors, person);
  if (seen.door === undefined) return [unobservable("page", expected, "nobody typed an address in this step")];
  if (before === undefined) return [unobservable("page", expected, `${person} typed no address before`)];
  const [first, now] = [parts(before), parts(seen.door)];
  const differing = Object.keys(PARTS).filter((part) => first[part] !== now[part]);
  if (differing.length === 0) return [ruled(true, expected, "the same")];
  const words = differing.map((part) => `${PARTS[part]} ${told(now[part])}, and for ${person} ${told(first[part])}`);
  return [ruled(false, expected, words.join("; "))];
}

/** Of a page as much as tells it from another. */
function told(part: string | undefined): string {
  if (part === undefined || part === "") return "nothing";
  return part.length > 200 ? `${part.slice(0, 200)}…` : part;
}

const PARTS: { readonly [part: string]: string } = {
  leads: "it leads to",
  status: "it answers HTTP",
  place: "the address of the page is",
  text: "the page says",
  fields: "the page asks for",
};

function parts({ idp, told }: DoorObservation): { readonly [part: string]: string | undefined } {
  if (idp !== undefined) return { leads: idp };
  if (told === undefined) return { leads: "no page" };
  const { status, place, text, fields } = told;
  return {
    leads: "a page of the SP",
    status: String(status ?? "nothing"),
    place,
    text: JSON.stringify(text),
    fields: fields.join(", "),
  };
}

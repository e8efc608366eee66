import { askedElsewhere } from "../../observe/elsewhere.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { held, notHeld, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/** Whatever became of the sign-in: who makes an SP ask for an address of theirs has made it do so. */
export function judgeFetched(_: ExpectationOf<"fetched">, { seen }: Scene): readonly Ruling[] {
  const expected = "the SP asks for no address because a message names it";
  const asked = askedElsewhere(seen.exchanges);
  if (asked.length === 0) return [held(expected, "it asked for none")];
  return [notHeld(expected, `it asked for ${[...new Set(asked.map(told))].join(", ")}`)];
}

function told({ request: { method, url, headers } }: Exchange): string {
  const agent = headers["user-agent"];
  return `${method} ${URL.parse(url)?.pathname ?? url}${agent === undefined ? "" : ` (${agent})`}`;
}

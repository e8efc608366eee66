import type { Exchange } from "../../observe/exchange.ts";
import type { ExpectationOf } from "../../scenario/model/index.ts";
import { ruled, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";

/**
 * The browser was sent to no address of that host: neither did it ask for one (a page's own redirect), nor was it
 * told one (Location), which it would have followed but for the kit that keeps it on this machine.
 */
export function judgeNeverAt({ host }: ExpectationOf<"never_at">, { seen }: Scene): readonly Ruling[] {
  const expected = `the browser is not sent to ${host}`;
  const browsed = seen.exchanges.filter(({ by }) => by === "browser");
  if (browsed.length === 0) return [unobservable("page", expected, "no browser was in this step")];
  const sent = browsed.flatMap(addresses).find((address) => isAt(address, host));
  return [ruled(sent === undefined, expected, sent === undefined ? expected : `it was sent to ${sent}`)];
}

function addresses({ request, response }: Exchange): readonly string[] {
  const header = Object.entries(response?.headers ?? {}).find(([name]) => name.toLowerCase() === "location")?.[1];
  const locations = header === undefined ? [] : [header].flat();
  return [request.url, ...locations.map((location) => URL.parse(location, request.url)?.href ?? location)];
}

function isAt(address: string, host: string): boolean {
  const name = URL.parse(address)?.hostname;
  return name === host || name?.endsWith(`.${host}`) === true;
}

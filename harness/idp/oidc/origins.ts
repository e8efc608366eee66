/** The origins of addresses. An application's own scheme (`app:/cb`) has none, as little as a page that is sandboxed. */
export function originsOf(addresses: readonly string[]): ReadonlySet<string> {
  const origins = addresses.flatMap((address) => URL.parse(address)?.origin ?? []);
  return new Set(origins.filter((origin) => origin !== "null"));
}

import type { IncomingHttpHeaders } from "node:http";

/** The value of a cookie that a request brings (RFC 6265 5.4); the first of several. */
export function cookieOf({ cookie = "" }: IncomingHttpHeaders, name: string): string | undefined {
  const pairs = cookie.split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1];
}

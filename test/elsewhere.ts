/** Every spelling of another host that a browser, or a parser before it, makes of what looks like a path. */
export const ELSEWHERE = [
  "//evil.test",
  "///evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "/.//evil.test",
  "/..//evil.test",
  "/a/..//evil.test",
  "/%2e//evil.test",
  "/%2E%2e//evil.test",
  "/./\\evil.test",
  "/.\\/evil.test",
  "/x/..\\..\\/evil.test",
  "/\t/evil.test",
  "/\n/evil.test",
  "/.\t//evil.test",
  " //evil.test",
  "https://evil.test/account",
  "https:evil.test",
  "javascript:alert(1)",
  "@evil.test/",
  ".evil.test/",
];

/** What begins as an address that is known (`http://localhost:4999/callback`), and leads to another host. */
export function disguised(known: string): readonly string[] {
  const { protocol, host, pathname } = new URL(known);
  return [
    `${protocol}//${host}.evil.test${pathname}`,
    `${protocol}//${host}@evil.test${pathname}`,
    `${protocol}//${host}\\@evil.test${pathname}`,
    `${protocol}//${host}%2f@evil.test${pathname}`,
    `${protocol}//evil.test\\@${host}${pathname}`,
    `${protocol}//evil.test/#${known}`,
    `${protocol}//evil.test?${known}`,
    `${protocol}//evil.test/${host}${pathname}`,
    `${protocol}//${host}:1@evil.test${pathname}`,
    `//${host}@evil.test${pathname}`,
  ];
}

import { expect, test } from "vitest";
import { open, pick, posted } from "./support/browser.ts";
import { startIdp } from "./support/idp.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";

test.each([600, -600])("a clock that is %i s off, in every moment of an assertion", async (clock) => {
  const idp = await startIdp({ clock });
  const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada"));
  const moments = [...xml.matchAll(/(IssueInstant|AuthnInstant|NotBefore|NotOnOrAfter)="([^"]+)"/g)];
  expect(moments.length).toBeGreaterThanOrEqual(5);
  const off = { IssueInstant: 0, AuthnInstant: 0, NotBefore: -60, NotOnOrAfter: 300 };
  for (const [, name = "", moment = ""] of moments) {
    const seconds = (Date.parse(moment) - Date.now()) / 1_000 - clock - (off as Record<string, number>)[name]!;
    expect(Math.abs(seconds), `${name} ${moment}`).toBeLessThan(30);
  }
});

test("a clock that is off is that of an answer without an assertion, too", async () => {
  const idp = await startIdp({ clock: 3600 });
  const { xml } = posted(await open(redirectUrl(idp, authnRequest({ attributes: { IsPassive: "true" } }))));
  const [, moment = ""] = /IssueInstant="([^"]+)"/.exec(xml) ?? [];
  expect(Math.round((Date.parse(moment) - Date.now()) / 60_000)).toBe(60);
});

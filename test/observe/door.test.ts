import { expect, it } from "vitest";
import { doorPage, type Shown } from "../../harness/observe/door.ts";

const TYPED = "Ada.x1@elsewhere.test";

function told(over: Partial<Shown> = {}): ReturnType<typeof doorPage> {
  return doorPage({ url: "http://localhost/login", status: 404, text: "Nobody.", forms: [], ...over }, TYPED);
}

it.each<[string, Partial<Shown>, Partial<ReturnType<typeof doorPage>>]>([
  ["the address, in any letters", { text: "No ada.X1@elsewhere.test here" }, { text: "No ADDRESS here" }],
  ["what stands before the @", { text: "Hello ada.x1!" }, { text: "Hello ADDRESS!" }],
  ["a number of the request", { text: "Reference 8f31-22" }, { text: "Reference …" }],
  [
    "the address in the query",
    { url: "http://localhost/login?email=Ada.x1%40elsewhere.test" },
    { place: "/login email=ADDRESS" },
  ],
  ["a key in the path", { url: "http://localhost/login/k7Yw1Qd/" }, { place: "/login/…/" }],
])("leaves out %s", (_, page, expected) => {
  expect(told(page)).toMatchObject(expected);
});

it("tells another word, place and field", () => {
  const asks = {
    index: 0,
    fields: [
      { name: "key", type: "hidden" },
      { name: "password", type: "password" },
    ],
  };
  expect(told({ url: "http://localhost/login?error=no_account", forms: [asks] })).toEqual({
    status: 404,
    place: "/login error=no_account",
    text: "Nobody.",
    fields: ["password"],
  });
});

it("takes letters that are longer when they are small for what they are", () => {
  expect(told({ text: `İ ${TYPED}` }).text).toBe("İ ADDRESS");
});

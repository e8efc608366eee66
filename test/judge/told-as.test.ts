import { expect, it } from "vitest";
import { judgeToldAs } from "../../harness/judge/expectations/told-as.ts";
import type { DoorObservation, DoorPage } from "../../harness/observe/door.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const PAGE: DoorPage = { status: 404, place: "/login", text: "Nobody.", fields: [] };

function held(before: DoorObservation | undefined, door: DoorObservation | undefined): string {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const doors = before === undefined ? {} : { ada: before };
  const seen = { ...step, ...(door === undefined ? {} : { door }) };
  const past = { seeded: new Map(), away: new Set<string>(), log: [], claims: {}, doors };
  const rulings = judgeToldAs({ kind: "told_as", person: "ada", place }, { seen, names: {}, past, lacking: [] });
  return rulings.map((one) => ("actual" in one && one.held === "not_held" ? one.actual : one.held)).join();
}

const page = (over: Partial<DoorPage> = {}): DoorObservation => ({ typed: "a@b.test", told: { ...PAGE, ...over } });
const IDP: DoorObservation = { typed: "a@b.test", idp: "http://127.0.0.1:1/oidc/acme/auth" };

it.each<[string, DoorObservation | undefined, DoorObservation | undefined, string]>([
  ["the same page", page(), page(), "held"],
  ["the same IdP", IDP, IDP, "held"],
  ["another word", page(), page({ text: "Password?" }), 'the page says "Password?", and for ada "Nobody."'],
  ["another status", page(), page({ status: 200 }), "it answers HTTP 200, and for ada 404"],
  ["another place", page(), page({ place: "/new" }), "the address of the page is /new, and for ada /login"],
  ["a field more", page(), page({ fields: ["password"] }), "the page asks for password, and for ada nothing"],
  ["no address before", undefined, page(), "unobservable"],
  ["no address now", page(), undefined, "unobservable"],
])("judges %s", (_, before, now, expected) => {
  expect(held(before, now)).toBe(expected);
});

it("tells an IdP from a page of the SP", () => {
  expect(held(page(), IDP)).toContain("it leads to http://127.0.0.1:1/oidc/acme/auth, and for ada a page of the SP");
});

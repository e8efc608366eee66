import { describe, expect, it } from "vitest";
import type { Seed } from "../../harness/scenario/model/index.ts";
import { withheldFrom } from "../../harness/run/leave.ts";
import { PLACE, targetOf } from "../sp/support/target.ts";

const FAR = "sp.example.com";
const sql = (database: string): Seed => ({ account: { kind: "sql", database, statements: [""], place: PLACE } });
const cure = (host: string) => `${host}, which is not this machine; --allow-remote-changes ${host} allows it`;
const both = (host: string) => ({ seeding: cure(host), tampering: cure(host) });

describe("what a run must leave alone", () => {
  it.each(["http://localhost:{{port}}", "http://127.0.0.9:1", "http://[::1]:1", "https://app.localhost"])(
    "nothing at %s",
    (base_url) => {
      expect(withheldFrom(targetOf({ base_url, seed: sql("sqlite:./db") }), { allowRemote: [] })).toEqual({});
    },
  );

  it("everything elsewhere, until both flags name the host", () => {
    const target = targetOf({ base_url: `https://${FAR}` });
    expect(withheldFrom(target, { allowRemote: [] })).toEqual(both(FAR));
    expect(withheldFrom(target, { allowRemote: [FAR] })).toEqual(both(FAR));
    expect(withheldFrom(target, { allowRemote: [], allowRemoteChanges: [FAR] })).toEqual(both(FAR));
    expect(withheldFrom(target, { allowRemote: [FAR], allowRemoteChanges: ["other.example.com"] })).toEqual(both(FAR));
    expect(withheldFrom(target, { allowRemote: [FAR], allowRemoteChanges: [FAR] })).toEqual({});
  });

  it.each([
    [`postgres://kit:secret@${FAR}/acme`],
    [`mysql://kit:secret@${FAR}:3306/acme`],
    [`postgres://kit:secret@localhost/acme?host=${FAR}`],
    [`postgres://kit:secret@${FAR}:{{services.db.port}}/acme`],
  ])("seeding where only the database is elsewhere: %s", (database) => {
    const target = targetOf({ base_url: "http://localhost:3000", seed: sql(database) });
    expect(withheldFrom(target, { allowRemote: [FAR] })).toEqual({ seeding: cure(FAR) });
    expect(withheldFrom(target, { allowRemote: [FAR], allowRemoteChanges: [FAR] })).toEqual({});
  });

  it("nothing at a name that the target file resolves to this machine", () => {
    const at = (address: string) =>
      targetOf({ base_url: `https://${FAR}`, resolve: [{ name: `${FAR}:443`, address }] });
    expect(withheldFrom(at("127.0.0.1"), { allowRemote: [] })).toEqual({});
    expect(withheldFrom(at("192.0.2.1"), { allowRemote: [] })).toEqual(both(FAR));
  });
});

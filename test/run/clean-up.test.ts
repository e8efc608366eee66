import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Kit } from "../faults/kit.ts";
import { accountsAt, CALL, folder, running } from "./configured/ground.ts";

const TWO_PEOPLE = fileURLToPath(new URL("configured/two-people.yaml", import.meta.url));
// Beside the people of the check there is the one who came first.
const SEED = { remove: { http: "DELETE /admin/accounts?id={{id}}" } };

test("a run that is stopped while a sign-in hangs removes what was made so far, the account of that sign-in too", async () => {
  const port = await running();
  const kit = new Kit(folder({ prepare: [CALL], seed: SEED }, port), ["run", TWO_PEOPLE]);
  await expect.poll(async () => (await accountsAt(port)).length, { timeout: 20_000 }).toBe(3);
  kit.child.kill("SIGINT");
  const { status, stderr, report } = await kit.ended;
  expect(await accountsAt(port)).toEqual([]);
  expect([status, stderr, report?.partial]).toEqual([130, "", true]);
});

test("accounts of a step that could not be driven to its end are found and removed", async () => {
  const port = await running();
  const more = { prepare: [CALL], seed: SEED, after_sign_in: [{ press: "Nowhere to be found" }] };
  const { status, report } = await new Kit(folder(more, port), ["run", TWO_PEOPLE]).ended;
  expect(report?.checks[0]?.reason).toContain('nothing to press named "Nowhere to be found"');
  expect(status).toBe(3);
  expect(await accountsAt(port)).toEqual([]);
});

test("without seed.remove what was made stays", async () => {
  const port = await running();
  const kit = new Kit(folder({ prepare: [CALL] }, port), ["run", TWO_PEOPLE]);
  await expect.poll(async () => (await accountsAt(port)).length, { timeout: 20_000 }).toBe(3);
  kit.child.kill("SIGINT");
  expect((await kit.ended).status).toBe(130);
  expect(await accountsAt(port)).toHaveLength(3);
});

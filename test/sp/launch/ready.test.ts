import { expect, test } from "vitest";
import { KitClient } from "../../../harness/sp/request.ts";
import { requestProbe } from "../../../harness/sp/launch/ready.ts";
import { serve } from "../support/world.ts";

/** So far away that only `stopped` ends the waiting, however busy the machine is. */
const NEVER = Number.MAX_SAFE_INTEGER;

test.each([404, 401, 503])("an SP that answers %i is not ready, and that is what was last seen", async (status) => {
  let answers = 0;
  const base_url = await serve((_, res) => {
    answers++;
    res.writeHead(status).end();
  });
  const probe = requestProbe({ method: "GET", target: "/up" }, base_url, new KitClient({ allowRemote: [] }));
  expect(await probe.wait(NEVER, () => answers === 3)).toBe(false);
  expect(probe.lastSeen).toBe(`GET /up answered ${status}`);
});

test("one that redirects or answers is ready, at the first answer below 400", async () => {
  const statuses = [503, 404, 302];
  const base_url = await serve((_, res) => void res.writeHead(statuses.shift() ?? 500, { location: "/" }).end());
  const probe = requestProbe({ method: "GET", target: "/" }, base_url, new KitClient({ allowRemote: [] }));
  expect(await probe.wait(NEVER, () => false)).toBe(true);
  expect(statuses).toEqual([]);
});

test("what it answered is told, not that the last look was cut short by the end of the time", async () => {
  let answers = 0;
  const base_url = await serve((_, res) => {
    if (answers++ === 0) res.writeHead(503).end();
  });
  const probe = requestProbe({ method: "GET", target: "/up" }, base_url, new KitClient({ allowRemote: [] }));
  expect(await probe.wait(Date.now() + 1_500, () => false)).toBe(false);
  expect(answers).toBeGreaterThan(1);
  expect(probe.lastSeen).toBe("GET /up answered 503");
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { jitterbug } from "../cli/command-line.ts";
import { fittingFlags, INIT_SP } from "../cli/fitting.ts";
import { CHROMIUM, FLAGS, here } from "./chromium.ts";
import { faultsOf, isTooWide } from "./looks.ts";

const BIN = fileURLToPath(new URL("../../harness/bin/jitterbug.js", import.meta.url));
const HOSTILE = `<img src=x onerror="alert(1)"></script><script>alert(2)</script>`;

const scenario = (id: string, created: number): string => `id: ${id}
title: '${HOSTILE}'
severity: MUST
protocols: [oidc]
references: [OIDCC-5.7]
given: { people: { eve: { name: '${HOSTILE}' } } }
steps:
  - sign_in: eve
    expect: { outcome: signed_in, accounts: { created: ${created} } }
explain: { cause: '${HOSTILE}', fix: "Make one." }
`;

describe.skipIf(!here)(here ? "run --ui" : "run --ui [SKIPPED: apt-get install chromium]", () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let running: ChildProcess;
  let port: string;
  let said = "";
  const told: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jitterbug-ui-"));
    port = String(await freePort());
    // The SP waits until the page is looked at.
    const start = `sh -c 'until [ -e go ]; do sleep 0.05; done; exec "${process.execPath}" "${INIT_SP}"'`;
    const made = await jitterbug(["init", ...fittingFlags(port, { "--start": start }), "--no-doctor"], {
      cwd: folder,
      env: { PORT: port },
    });
    expect(made).toMatchObject({ status: 0, stderr: "" });
    await writeFile(join(folder, "right.yaml"), scenario("right", 1));
    await writeFile(join(folder, "wrong.yaml"), scenario("wrong", 3));
    // `script` lends it a terminal, as somebody would have; Ctrl-C comes to the shell, too, which is to tell the status.
    const line = `trap : INT; "${process.execPath}" "${BIN}" run --ui right.yaml wrong.yaml --ephemeral-keys; echo "ended with $?"`;
    const { CI: _, ...env } = process.env;
    running = spawn("script", ["-qfec", line, "/dev/null"], { cwd: folder, env: { ...env, PORT: port } });
    running.stdout?.on("data", (text: Buffer) => (said += text.toString()));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => told.push(message.text()));
    page.on("pageerror", (error) => told.push(error.message));
    page.on("dialog", (dialog) => {
      told.push(dialog.message());
      void dialog.dismiss();
    });
  });
  afterAll(async () => {
    await browser?.close();
    running?.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  it("shows each check once it is judged, with all that was seen of it, and stays until Ctrl-C", async () => {
    await expect.poll(() => said).toMatch(/#[\w-]{43}/);
    const address = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}/.exec(said)?.[0] ?? "";
    await page.goto(address);
    await page.getByText("starting the SP").waitFor();
    // What is there when something is: none of it may have waited for the end.
    await page.evaluate(`(() => {
      window.seen = [];
      const note = () => seen.push(document.querySelectorAll("#list > .check").length + (document.getElementById("bar").hidden ? " ended" : " running"));
      new MutationObserver(note).observe(document.getElementById("list"), { childList: true });
    })()`);
    await writeFile(join(folder, "go"), "");
    await page.getByText(/^2 checks in/).waitFor();
    expect(await page.evaluate("seen")).toEqual(["1 running", "2 running"]);
    const checks = page.locator("#list > .check:visible");
    expect(await checks.locator("summary b").allInnerTexts()).toEqual(["wrong", "right"]);

    await checks.nth(0).locator("summary").first().click();
    await checks.nth(0).getByText("Make one.").waitFor();
    expect(await checks.nth(0).innerText()).toMatch(/verdict\s+failed[\s\S]*likely cause\s+<img src=x onerror/);
    // Of one that passed, too, every request is kept.
    await checks.nth(1).locator("summary").first().click();
    await checks.nth(1).locator(".step > summary").first().click();
    await checks.nth(1).locator(".hop").first().waitFor();
    expect(await page.locator("main img, main script").count()).toBe(0);

    await page.getByRole("button", { name: "1 failed" }).click();
    expect(await checks.locator("summary b").first().innerText()).toBe("wrong");
    expect(await page.locator("#shown").innerText()).toBe("1 of 2 shown");
    // The key stays with the tab, although the address tells of the filter now.
    await page.reload();
    await page.getByText(/^2 checks in/).waitFor();
    await page.locator("#list > .check").nth(1).waitFor();
    for (const [width, colorScheme] of [
      [1280, "light"],
      [390, "dark"],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      expect(await faultsOf(page), `${width} px, ${colorScheme}`).toEqual([]);
      expect(await isTooWide(page), `${width} px`).toBe(false);
    }
    expect(told, "errors and dialogs").toEqual([]);

    expect(said).toContain("Ctrl-C ends it");
    expect(said).not.toContain("ended with");
    running.stdin?.write("\u0003");
    await once(running, "close");
    expect(said).toContain("ended with 1");
    await page.getByText("The command has ended").waitFor();
  });

  it("ends with the run where nobody is at the terminal", async () => {
    const { status, stdout, stderr } = await jitterbug(["run", "--ui", "right.yaml", "--ephemeral-keys"], {
      cwd: folder,
      env: { PORT: port },
    });
    expect({ status, stdout, stderr }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("until the run has ended"),
    });
  });
});

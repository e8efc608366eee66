import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, FLAGS, here } from "./chromium.ts";
import { startDemo, type RunningDemo } from "./demo.ts";
import { faultsOf, isTooWide } from "./looks.ts";
import { openPage, passing, signInOn } from "./opened.ts";
import { PEOPLE } from "./people.ts";

describe.skipIf(!here)(here ? "the console, in a browser" : "the console [SKIPPED: apt-get install chromium]", () => {
  let folder: string;
  let demo: RunningDemo;
  let browser: Browser;
  /** One for all: to open another takes seconds, and whoever uses it stays, too. */
  let page: Page;
  const told: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jitterbug-console-"));
    await writeFile(join(folder, "people.yaml"), PEOPLE);
    demo = await startDemo(["--people", join(folder, "people.yaml"), "--ephemeral-keys"], folder);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await openPage(browser, demo.url, told);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    expect(told.splice(0), "errors, dialogs, and requests to others").toEqual([]);
  });

  const entries = (): Locator => page.locator(".entry");
  const tab = (name: string): Promise<void> => page.getByRole("tab", { name }).click();

  const signsIn = (doing: () => Promise<void>): Promise<Locator> => signInOn(page, doing);

  it("signs somebody in at one click, and tells what the SP decided and did", async () => {
    const wire = await passing(page);
    const entry = await signsIn(() => page.getByRole("button", { name: "Sign Ada in", exact: true }).click());
    expect(await entry.locator(".decision").textContent()).toBe(
      "The SP made an account for Ada Lovelace and let them in.",
    );
    expect(await entry.locator(".created").innerText()).toContain("ada.demo@acme.test");
    expect(wire).toContain("Signing ada in at acme-oidc…");
    expect(await page.locator("#doing").isVisible()).toBe(false);
    // What opens is there at once: it is not shown empty first, however busy the machine.
    const opened = (): Promise<number> =>
      page.evaluate<number>(`(() => {
        const [part] = [...document.querySelectorAll(".entry .more")].slice(-1);
        part.firstElementChild.click();
        return part.querySelectorAll(".hop").length;
      })()`);
    expect(await opened()).toBeGreaterThan(0);
    const hops = await entry.locator(".hop > summary").allInnerTexts();
    expect(hops.find((hop) => hop.includes("SP → IdP") && hop.includes("/token"))).toContain("id token");
    expect(hops.filter((hop) => hop.includes("here the SP read what the IdP said"))).toHaveLength(1);
    expect(await entry.locator("b.decisive").count()).toBe(0);
    await entry.locator(".hop", { hasText: "id token" }).locator("summary").first().click();
    expect(await entry.locator(".hop[open] pre").allInnerTexts()).toContainEqual(
      expect.stringMatching(/"sub": "demo-ada"/),
    );
    expect(await entry.locator(".hop[open] pre").allInnerTexts()).toContainEqual(
      expect.stringMatching(/^\{\s+"alg": "RS256",[^}]*"kid": "/),
    );
    // Two secrets never read as one.
    expect(await entry.locator(".hop[open] pre").first().innerText()).toMatch(/"code": "\[redacted\]"/);
    expect(wire.join("\n")).toMatch(/\/login\/\[redacted/);
    const again = await signsIn(() => page.getByRole("button", { name: "Sign Ada in again" }).click());
    expect(await again.locator(".decision").textContent()).toBe(
      "The SP knew Ada Lovelace, let them in, and changed nothing.",
    );
    // Those before are folded, and say all the same what came of them.
    expect(await entries().nth(1).locator("summary").first().innerText()).toContain(
      "The SP made an account for Ada Lovelace and let them in.",
    );
  });

  it("puts a broken SP beside the sound one, and shows the same sign-in at both", async () => {
    await tab("Start here");
    const story = page.locator(".story", { hasText: "A changed email" });
    const step = (at: number) => () => story.getByRole("button").nth(at).click();
    await signsIn(step(0));
    const changed = await signsIn(step(1));
    expect(await changed.locator(".decision").textContent()).toMatch(/knew Grace Hopper, .* changed email\.$/);
    expect(await changed.locator(".changed").innerText()).toMatch(
      /grace\.demo@acme\.test.*grace\.demo\.new@acme\.test/s,
    );
    await story.getByRole("button", { name: "Put a broken SP beside it" }).click();
    await page.locator("#sides a").nth(1).waitFor();
    // The address is the new one already: another change follows.
    await signsIn(step(0));
    await tab("People");
    await page.locator("#edit-grace").click();
    await page.getByLabel("Email", { exact: true }).fill("grace.third@acme.test");
    await page.getByRole("button", { name: "Use from the next sign-in" }).click();
    const both = await signsIn(() => page.locator("#in-grace").click());
    const [sound, broken] = await both.locator(".side").all();
    expect(await sound?.locator(".decision").textContent()).toMatch(/knew Grace Hopper, .* changed email\.$/);
    expect(await broken?.locator(".decision").textContent()).toMatch(/made a second account for Grace Hopper/);
    expect(await faultsOf(page)).toEqual([]);
  });

  it("runs a scenario at both, step by step, and tells the verdict, the cause, the fix and every request", async () => {
    await tab("Scenarios");
    await page.getByLabel("Find one").fill("mail-change");
    await page.locator(".scenario summary").first().click();
    await page.locator(".steps > li").first().waitFor();
    expect(await page.locator(".scenario").first().innerText()).toMatch(
      /at the IdP, ada's email becomes[\s\S]*What to do/,
    );
    await page.getByText(/^The file .*mail-change.yaml$/).click();
    expect(await page.locator(".scenario pre").innerText()).toContain("killed_by: [");
    await page.getByRole("button", { name: "Step by step" }).first().click();
    const runs = page.locator(".run");
    await expect.poll(() => runs.count()).toBe(2);
    await runs.nth(1).locator("summary").first().click();
    const [broken, sound] = [runs.nth(0), runs.nth(1)];
    await broken.getByText("Step 1: bystander signs in").waitFor();
    await sound.getByText("Step 1: bystander signs in").waitFor();
    await broken.getByRole("button", { name: "Do this step" }).click();
    await sound.getByText("Step 2: ada signs in").waitFor();
    expect(await page.locator("#hops").innerText()).toContain("/auth/acme-oidc/callback");
    expect(await sound.locator(".mark-of").first().textContent()).toBe("·");
    expect(await page.locator("#doing").innerText()).toMatch(/^mail-change waits at .* before step \d/);
    await sound.getByRole("button", { name: "Go on to the end" }).click();
    await sound.getByText("1 passed", { exact: true }).waitFor();
    await broken.getByText("1 failed", { exact: true }).waitFor();
    expect(await sound.locator(".check .step").count()).toBe(4);
    const told = broken.locator(".check");
    await told.getByText("Look the account up by (issuer, subject)").waitFor();
    expect(await told.innerText()).toMatch(/likely cause\s+The account is looked up by email/);
    await told.locator(".step.failed .hop summary").first().click();
    expect(await told.locator(".hop[open] pre").first().innerText()).toMatch(/accept:/i);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel("Find one").fill("");
    await page.getByText(/^They make \d+ checks at this SP\. Run one scenario first/).waitFor();
    await page.getByRole("button", { name: /^Run all \d+$/ }).click();
    await page.locator(".run").first().getByRole("button", { name: "Stop" }).click();
    await page
      .locator(".run")
      .first()
      .getByText(/stopped at \d+ of \d+$/)
      .waitFor();
    await tab("Sign in as");
    await page.getByLabel("Defect").selectOption("");
    await expect.poll(() => page.locator("#sides a").count()).toBe(1);
  });

  it("says what a group that is taken away took with it", async () => {
    await tab("Start here");
    const story = page.locator(".story", { hasText: "A removed group" });
    await signsIn(() => story.getByRole("button").nth(0).click());
    const entry = await signsIn(() => story.getByRole("button").nth(1).click());
    expect(await entry.locator(".decision").textContent()).toMatch(/knew Grace Hopper, .* changed roles\.$/);
    // The administrators' would stay: Grace is the last of them.
    expect(await entry.locator(".changed").innerText()).toMatch(/roles.*member/s);
  });

  it("sends what a tamper makes of a message, with its sentence, and says that the SP held", async () => {
    await tab("Sign in as");
    await page.getByLabel("Person").selectOption("grace");
    const offered = (): Promise<string[]> => page.locator("#tamper option").allTextContents();
    expect((await offered()).filter((one) => one.startsWith("nothing"))).toEqual(["nothing: an honest message"]);
    await page.locator("#tamper-narrow").fill("another issuer");
    const narrow = await offered();
    expect(narrow.length).toBeLessThan(12);
    expect(narrow).toContainEqual(expect.stringMatching(/^wrong-issuer: /));
    await page.locator("#tamper-narrow").fill("");
    await page.getByLabel("What goes wrong").selectOption("wrong-issuer");
    expect(await page.locator("#tamper-about").textContent()).toMatch(/iss/);
    await page.getByLabel("Person").selectOption("eve");
    expect(await page.locator("#person-about").textContent()).toContain("javascript:alert(3)");
    await page.getByLabel("Person").selectOption("grace");
    const entry = await signsIn(() => page.locator("#sign-in").click());
    expect(await entry.locator(".decision").textContent()).toBe("The SP turned Grace Hopper away and wrote nothing.");
    await page.getByLabel("Connection").selectOption("acme-saml");
    await page.getByLabel("What goes wrong").selectOption("");
    const saml = await signsIn(() => page.locator("#sign-in").click());
    await saml.getByText("What the IdP said").click();
    expect(await saml.innerText()).toContain("NameID");
  });

  it("makes a scenario of what was done by hand: it lints, is corrected, is kept, and runs", async () => {
    await tab("Sign in as");
    await page.getByLabel("Person").selectOption("grace");
    await page.getByLabel("Connection").selectOption("acme-oidc");
    await signsIn(() => page.locator("#sign-in").click());
    await tab("Record");
    await page.getByRole("button", { name: "Begin anew from here" }).click();
    await page.getByText("Nothing was done yet").waitFor();
    await tab("Sign in as");
    await page.getByLabel("What goes wrong").selectOption("wrong-issuer");
    await signsIn(() => page.locator("#sign-in").click());
    const pushed = await signsIn(() => page.getByRole("button", { name: "Update" }).click());
    expect(await pushed.innerText()).toMatch(/scim replace[\s\S]*The SP \w+ what the IdP pushed of Grace Hopper/);
    await page.getByLabel("What goes wrong").selectOption("");
    const out = await signsIn(() => page.getByRole("button", { name: "At the IdP" }).click());
    expect(await out.innerText()).toMatch(/signs out at the IdP[\s\S]*The SP signed Grace Hopper out\./);
    await tab("Record");
    const text = page.getByLabel("The scenario");
    await expect.poll(() => text.inputValue()).toContain("from_idp: grace");
    const recorded = await text.inputValue();
    expect(recorded).toMatch(
      /# They had an account[\s\S]*control: true[\s\S]*tamper: wrong-issuer[\s\S]*outcome: refused/,
    );
    await text.fill(recorded.replace("severity: SHOULD", "severity: PERHAPS"));
    const keep = page.getByRole("button", { name: "Write it to scenarios/" });
    await keep.click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("PERHAPS");
    await text.fill(recorded.replace("As recorded", "Corrected"));
    await keep.click();
    await page.getByText("Written: scenarios/as-recorded.yaml").waitFor();
    const heights = await page.locator("#run-recorded, #recording").evaluateAll((all) => all.map(({ id }) => id));
    expect(heights).toEqual(["run-recorded", "recording"]);
    const file = await readFile(join(folder, "scenarios", "as-recorded.yaml"), "utf8");
    expect(file).toBe(recorded.replace("As recorded", "Corrected"));
    await keep.click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("is there already");
    await page.getByRole("button", { name: "Run it here" }).click();
    const run = page.locator(".run").first();
    await run.getByText(/^\d+ passed/).waitFor();
    expect(await run.locator("summary").first().innerText()).toContain("as-recorded");
    expect(await run.locator(".check:not(.passed, .not_applicable)").allInnerTexts()).toEqual([]);
    // What Chromium says by itself of the two that were refused.
    expect(told.splice(0)).toEqual([expect.stringContaining("400"), expect.stringContaining("400")]);
  });

  it("sends from the next sign-in on what is changed in a form, and saves it with every comment kept", async () => {
    await tab("People");
    await page.locator("#edit-ada").click();
    await page.getByLabel("Groups").fill("engineering, admins");
    await page.locator('[name="without-family_name"]').check();
    await page.getByLabel("Other claims").fill('{"title": 42}');
    await page.getByRole("button", { name: "Use from the next sign-in" }).click();
    const entry = await signsIn(() => page.locator("#in-ada").click());
    await entry.getByText("What the IdP said").click();
    const said = await entry.innerText();
    expect(said).toMatch(/title\s+42/);
    expect(said).not.toMatch(/family_name\s+Tester.*Step by step/s);
    await page.locator("#save-ada").click();
    await expect.poll(() => page.locator("#save-ada").count()).toBe(0);
    const saved = await readFile(join(folder, "people.yaml"), "utf8");
    expect(saved).toContain("# Ours.\npeople:\n  ada: # the first\n    given_name: Ada\n    name: Ada Lovelace\n");
    expect(saved).toContain("groups: [engineering, admins] # today\n    without: [family_name]\n    title: 42\n");
    expect(saved.slice(saved.indexOf("  grace:"))).toBe(PEOPLE.slice(PEOPLE.indexOf("  grace:")));
    await page.locator("#edit-ada").click();
    await page.getByLabel("Other claims").fill("[]");
    await page.getByRole("button", { name: "Use from the next sign-in" }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("Other claims are a map");
    await page.getByLabel("Other claims").fill("{title: 42");
    await page.getByRole("button", { name: "Use from the next sign-in" }).click();
    await expect.poll(() => page.locator("#edit-others-fault").textContent()).toMatch(/^Other claims are no JSON: /);
    expect(await page.locator("#trouble").isVisible()).toBe(false);
    expect(await page.evaluate("document.activeElement?.id")).toBe("edit-others");
    await page.getByLabel("Other claims").press("Escape");
  });

  it("takes over what is saved in the file", async () => {
    await tab("People");
    await page.locator("#edit-ada").click();
    await page.getByLabel("Email", { exact: true }).fill("typed@acme.test");
    await page.keyboard.press("Control+A");
    const text = await readFile(join(folder, "people.yaml"), "utf8");
    await writeFile(join(folder, "people.yaml"), `${text}  noor: { name: Noor Haddad, email: noor@acme.test }\n`);
    await expect.poll(() => page.locator(".person").count()).toBe(4);
    const email = page.getByLabel("Email", { exact: true });
    expect(await email.inputValue()).toBe("typed@acme.test");
    // What they had selected is selected still: the next letters take its place.
    await page.keyboard.type("other@acme.test");
    expect(await email.inputValue()).toBe("other@acme.test");
    await page.getByLabel("Email", { exact: true }).press("Escape");
    const entry = await signsIn(() => page.locator("#in-noor").click());
    expect(await entry.locator(".created").innerText()).toContain("noor@acme.test");
  });

  it("tells what to paste, and hides the client's secret until it is asked for", async () => {
    await tab("Connections");
    expect(await page.locator(".connection").count()).toBe(8);
    await page.getByLabel(/Find one of/).fill("acme-saml");
    expect(await page.locator(".connection").count()).toBe(2);
    await page.getByLabel(/Find one of/).fill("acme-oidc");
    await page.locator(".connection summary").first().click();
    const card = page.locator(".connection").first();
    await card.getByText("Client secret").waitFor();
    expect(await card.innerText()).toMatch(/Issuer\s+http:\/\/127\.0\.0\.1:\d+\/oidc\/acme-oidc/);
    expect(await card.innerText()).not.toContain("reference-secret");
    await card.getByRole("button", { name: "Is it well?" }).click();
    await card.getByText("jwks: HTTP 200").waitFor();
    expect(await card.innerText()).toMatch(/the SP asked for it at \d\d:[\s\S]*It told the SP of somebody at \d\d:/);
    await page.getByLabel(/Find one of/).fill("trusting-oidc");
    await card.locator("summary").first().click();
    await card.getByRole("button", { name: "Rotate its keys" }).click();
    await card.getByText("A new key signs from here on").waitFor();
  });

  it("shows what came of a sign-in in a browser of one's own", async () => {
    await tab("Sign in as");
    await page.getByLabel("Person").selectOption("eve");
    const entry = await signsIn(async () => {
      const [own] = await Promise.all([
        page.context().waitForEvent("page"),
        page.getByRole("button", { name: "In my own browser" }).click(),
      ]);
      await own.waitForURL(`${demo.sp}/account`);
      await own.close();
    });
    expect(await entry.locator(".decision").textContent()).toMatch(/^The IdP answered for .*, and the SP made account/);
    expect(await entry.locator(".created").innerText()).toContain("demo-eve");
    expect(await entry.locator("summary").first().innerText()).toContain("your browser, at reference");
  });

  it("has the same SP beside it with IdPs like a vendor's", async () => {
    await tab("Sign in as");
    await page.getByLabel("Its defect").selectOption("");
    await expect.poll(() => page.locator("#sides a").count()).toBe(1);
    await page.getByLabel("Its IdPs resemble").selectOption("okta");
    await page.locator("#sides a").nth(1).waitFor();
    await page.getByLabel("Person").selectOption("ada");
    const both = await signsIn(() => page.locator("#sign-in").click());
    const [, okta] = await both.locator(".side").all();
    expect(await okta?.locator("h3").first().textContent()).toBe("Okta");
    expect(await okta?.locator(".decision").textContent()).toMatch(/^The SP made an account for Ada/);
    await okta?.getByText("What the IdP said").click();
    expect(await okta?.locator(".more[open]").innerText()).toMatch(/sub\s+00u/);
    await page.getByLabel("Its IdPs resemble").selectOption("");
    await expect.poll(() => page.locator("#sides a").count()).toBe(1);
  });

  it("shows markup in claims as it is written, and obeys none", async () => {
    await tab("People");
    await page.getByText("Everything that is said").nth(2).click();
    expect(await page.locator(".person").nth(2).innerText()).toContain('<img src=x onerror="alert(1)">');
    const entry = await signsIn(() => page.locator("#in-eve").click());
    // What somebody opened stays open, whatever happens meanwhile.
    expect(await page.locator(".person").nth(2).locator("details[open]").count()).toBe(1);
    await entry.getByText("What the IdP said").click();
    await entry.getByText("Step by step").click();
    expect(await page.locator("main img, main script, main b b, main a[href*=evil]").count()).toBe(0);
    expect(await page.locator("main").innerText()).toContain("<b>Eve</b>\\u{202e} evil");
  });

  it("has its tabs in one line, and can be used by the keyboard alone", async () => {
    const lines = await page.getByRole("tab").evaluateAll((tabs) => tabs.map((one) => one.getBoundingClientRect().top));
    expect(new Set(lines).size).toBe(1);
    expect(lines).toHaveLength(6);
    await tab("Start here");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("tab", { selected: true }).textContent()).toBe("Scenarios");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement?.id")).toBe("person");
    await page.locator("#sign-in").focus();
    await signsIn(() => page.keyboard.press("Enter"));
    expect(await page.evaluate("document.activeElement?.id")).toBe("sign-in");
    await expect.poll(() => page.locator("#said").textContent()).toMatch(/The SP knew/);
    await tab("People");
    await page.locator("#edit-ada").focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement?.id")).toBe("edit-email");
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement?.id")).toBe("edit-ada");
  });

  it("has no fault that axe knows, and fits, at 390 and at 1280 px, in the light and in the dark", async () => {
    for (const name of ["Start here", "Sign in as", "Scenarios", "Record", "People", "Connections"]) {
      await tab(name);
      if (name === "People") await page.locator("#edit-grace").click();
      if (name === "Scenarios") {
        await page.locator(".pack summary").first().click();
        await page.locator(".scenario summary").first().click();
        await page.locator(".steps").waitFor();
      }
      if (name === "Connections") await page.locator(".connection summary").first().click();
      await page.evaluate(
        'for (const one of document.querySelectorAll(".entry[open] .more")) one.fill(), (one.open = true)',
      );
      // What axe asks of colours is one of the scheme, what it asks of places one of the width.
      for (const [width, colorScheme] of [
        [1280, "light"],
        [390, "dark"],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(
          await faultsOf(page, name === "Start here" ? "html" : "#panel"),
          `${name}, ${width} px, ${colorScheme}`,
        ).toEqual([]);
        expect(await isTooWide(page), `${name} is wider than ${width} px`).toBe(false);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
  });
});

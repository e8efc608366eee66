/** People signed in where a test of Playwright goes on: `import { test, expect } from "jitterbug/playwright"`. */
import { test as base } from "@playwright/test";
import { JitterbugError } from "../errors.ts";
import { openSp, type OpenSp } from "./open-sp.ts";
import type { RunningSp, SignIn, SignInOptions, SpOptions } from "./sp.ts";

export { expect } from "@playwright/test";

/** Signs somebody in, in the browser of this test: its page is theirs from then on. Nothing is judged. */
export type SignPageIn = (
  person: string | { readonly [claim: string]: unknown },
  options?: SignInOptions,
) => Promise<SignIn>;

export interface JitterbugFixtures {
  /**
   * Goes to the SP, presses what the target file says, is picked at the mock IdP, and does what `after_sign_in` has: in
   * another window of the page's context, which has the same cookies and storage. The page itself stays where it is.
   */
  readonly signIn: SignPageIn;
}

export interface JitterbugWorkerFixtures {
  /** What is started, in the configuration or by `test.use`; left out: by `jitterbug.yaml` of the current folder. */
  readonly jitterbug: SpOptions;
  /** The SP beside its IdPs, once for each worker; `baseURL` is its address. */
  readonly sp: RunningSp;
}

/** For an SP to start, and then some. */
const START_MS = 180_000;

/** Playwright's `test`, with `signIn`; `base_url: "http://localhost:{{port}}"` in the target file lets workers be many. */
export const test = base.extend<JitterbugFixtures, JitterbugWorkerFixtures>({
  jitterbug: [{ target: "jitterbug.yaml" }, { scope: "worker", option: true }],
  sp: [
    async ({ jitterbug }, use) => {
      const sp = await openSp(jitterbug);
      try {
        await use(sp);
      } finally {
        await sp.close();
      }
    },
    { scope: "worker", timeout: START_MS },
  ],
  baseURL: async ({ sp }, use) => use(sp.baseUrl),
  signIn: async ({ context, browserName, sp }, use) => {
    await use(async (person, options = {}) => {
      // What `sp` above is, which takes a context as well.
      const open: OpenSp = sp;
      if (browserName === "chromium") return await open.signIn(person, { ...options, context });
      throw new JitterbugError("ERR_USAGE", `signIn drives Chromium, and this is ${browserName}`, {
        hint: "elsewhere, `sp.signIn` signs in by the kit's own browser: hand its `cookie` to the context",
      });
    });
  },
});

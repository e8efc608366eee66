import { describe } from "vitest";
import { createChromiumAgent, findChromium } from "../../harness/agent/chromium/index.ts";
import { agentContract } from "./contract.ts";

/** With CI set a missing browser is a failure. */
const here = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;

describe.skipIf(!here)(here ? "Chromium" : "Chromium [SKIPPED: apt-get install chromium]", () => {
  agentContract("agent/chromium", {
    make: createChromiumAgent,
    patienceMs: 2_500,
    cannot: {
      "clock of Lax+POST": "Chromium's two minutes are its own",
      "UTF-8 unasked": "Chromium takes such a page for windows-1252",
      "tells idle buttons": "a script may be listening to any button, so all are pressed",
      "guesses at scripts": "Chromium runs them",
    },
  });
});

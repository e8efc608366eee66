import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { agentContract } from "./contract.ts";

agentContract("agent/http", {
  make: createHttpAgent,
  patienceMs: 400,
  cannot: { "runs scripts": "the http agent runs none" },
});

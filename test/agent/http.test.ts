import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { agentContract } from "./contract.ts";

agentContract("agent/http", createHttpAgent);

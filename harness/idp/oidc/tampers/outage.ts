import type { Doings } from "./tamper.ts";

export const outage: Doings<"outage"> = {
  "token-endpoint-fails": { of: "token", how: "unavailable" },
  "token-answer-cut": { of: "token", how: "cut" },
  "token-answer-page": { of: "token", how: "page" },
  "token-error-as-success": { of: "token", how: "error" },
  "userinfo-fails": { of: "userinfo", how: "unavailable" },
  "userinfo-cut": { of: "userinfo", how: "cut" },
  "token-endpoint-slow": { of: "token", how: "slow" },
  "userinfo-slow": { of: "userinfo", how: "slow" },
};

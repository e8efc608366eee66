import type { SessionSteps } from "../../session/session.ts";
import type { Defect } from "../defect.ts";

export function leading(returnTo: SessionSteps["returnTo"]): Defect["spoil"] {
  return (workings) => ({ ...workings, session: { ...workings.session, returnTo } });
}

import { applying, type Defect } from "../defect.ts";

export const linkKeepsPassword: Defect = {
  id: "link-keeps-password",
  description: "Links an account that nobody had proven, and leaves its password and its sessions as they are.",
  spoil: applying((decision) => (decision.kind === "link" ? { ...decision, dropCredentials: false } : decision)),
};

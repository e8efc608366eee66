import { deciding, type Defect } from "../defect.ts";

export const domainNotChecked: Defect = {
  id: "domain-not-checked",
  description: "Lets every domain in.",
  spoil: deciding(() => ({ domain: () => null })),
};

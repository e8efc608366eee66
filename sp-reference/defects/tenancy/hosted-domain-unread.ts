import { deciding, type Defect } from "../defect.ts";

export const hostedDomainUnread: Defect = {
  id: "hosted-domain-unread",
  description: "Asks Google for accounts of the domain, by the request, and takes whoever comes for one of them.",
  spoil: deciding(() => ({ hostedDomain: () => null })),
};

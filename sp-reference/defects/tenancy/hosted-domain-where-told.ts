import { deciding, type Defect } from "../defect.ts";

export const hostedDomainWhereTold: Defect = {
  id: "hosted-domain-where-told",
  description: "Compares the hosted domain where there is one, and personal accounts have none.",
  spoil: deciding(({ hostedDomain }) => ({
    hostedDomain: (situation) => (situation.claims.hostedDomain === null ? null : hostedDomain(situation)),
  })),
};

import { domainNotChecked } from "./domain-not-checked.ts";
import { matchAcrossOrganizations } from "./match-across-organizations.ts";

export const tenancy = [domainNotChecked, matchAcrossOrganizations];

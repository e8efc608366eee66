import { domainByBeginning } from "./domain-by-beginning.ts";
import { domainByEnding } from "./domain-by-ending.ts";
import { domainNotChecked } from "./domain-not-checked.ts";
import { joinsWhoIsBound } from "./joins-who-is-bound.ts";
import { matchAcrossOrganizations } from "./match-across-organizations.ts";

export const tenancy = [domainByBeginning, domainByEnding, domainNotChecked, joinsWhoIsBound, matchAcrossOrganizations];

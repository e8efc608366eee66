import { answerOfAnyConnection } from "./answer-of-any-connection.ts";
import { certificateByIssuer } from "./certificate-by-issuer.ts";
import { certificatesOfAnyIdp } from "./certificates-of-any-idp.ts";
import { domainByBeginning } from "./domain-by-beginning.ts";
import { domainByEnding } from "./domain-by-ending.ts";
import { domainJoinByAny } from "./domain-join-by-any.ts";
import { domainJoinIgnored } from "./domain-join-ignored.ts";
import { domainJoinUnasked } from "./domain-join-unasked.ts";
import { domainNotChecked } from "./domain-not-checked.ts";
import { firstDomainAlone } from "./first-domain-alone.ts";
import { frontDoorByAccount } from "./front-door-by-account.ts";
import { frontDoorFirstOrganization } from "./front-door-first-organization.ts";
import { frontDoorTellsAccounts } from "./front-door-tells-accounts.ts";
import { hostedDomainAlways } from "./hosted-domain-always.ts";
import { hostedDomainUnread } from "./hosted-domain-unread.ts";
import { hostedDomainWhereTold } from "./hosted-domain-where-told.ts";
import { joinsWhoIsBound } from "./joins-who-is-bound.ts";
import { issuerOfTheToken } from "./issuer-of-the-token.ts";
import { keysOfAnyIssuer } from "./keys-of-any-issuer.ts";
import { matchAcrossOrganizations } from "./match-across-organizations.ts";
import { personalDomainAdmitted } from "./personal-domain-admitted.ts";
import { publicDomainCounts } from "./public-domain-counts.ts";
import { publicDomainNeverCounts } from "./public-domain-never-counts.ts";
import { seatsAskedOfEverybody } from "./seats-asked-of-everybody.ts";
import { seatsUncounted } from "./seats-uncounted.ts";
import { subdomainsAdmitted } from "./subdomains-admitted.ts";
import { subdomainsUnknown } from "./subdomains-unknown.ts";

export const tenancy = [
  answerOfAnyConnection,
  certificateByIssuer,
  certificatesOfAnyIdp,
  domainByBeginning,
  domainByEnding,
  domainJoinByAny,
  domainJoinIgnored,
  domainJoinUnasked,
  domainNotChecked,
  firstDomainAlone,
  frontDoorByAccount,
  frontDoorFirstOrganization,
  frontDoorTellsAccounts,
  hostedDomainAlways,
  hostedDomainUnread,
  hostedDomainWhereTold,
  joinsWhoIsBound,
  issuerOfTheToken,
  keysOfAnyIssuer,
  matchAcrossOrganizations,
  personalDomainAdmitted,
  publicDomainCounts,
  publicDomainNeverCounts,
  seatsAskedOfEverybody,
  seatsUncounted,
  subdomainsAdmitted,
  subdomainsUnknown,
];

import { invitationAsksForPassword } from "./invitation-asks-for-password.ts";
import { invitationCaseSensitive } from "./invitation-case-sensitive.ts";
import { invitationForNewcomersOnly } from "./invitation-for-newcomers-only.ts";
import { invitationIgnored } from "./invitation-ignored.ts";
import { invitationNeverClosed } from "./invitation-never-closed.ts";
import { invitationOfAnyOrganization } from "./invitation-of-any-organization.ts";
import { invitationOfAnybody } from "./invitation-of-anybody.ts";
import { invitationOfUnverified } from "./invitation-of-unverified.ts";
import { invitationWithdrawnOpen } from "./invitation-withdrawn-open.ts";

export const invitations = [
  invitationAsksForPassword,
  invitationCaseSensitive,
  invitationForNewcomersOnly,
  invitationIgnored,
  invitationNeverClosed,
  invitationOfAnyOrganization,
  invitationOfAnybody,
  invitationOfUnverified,
  invitationWithdrawnOpen,
];

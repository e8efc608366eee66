import { anyAudience } from "./any-audience.ts";
import { anySignedInfo } from "./any-signed-info.ts";
import { assertionIssuerByBeginning } from "./assertion-issuer-by-beginning.ts";
import { assertionIssuerUnchecked } from "./assertion-issuer-unchecked.ts";
import { assertionUsedAgain } from "./assertion-used-again.ts";
import { audienceByBeginning } from "./audience-by-beginning.ts";
import { audienceUnchecked } from "./audience-unchecked.ts";
import { confirmationExpiryIfThere } from "./confirmation-expiry-if-there.ts";
import { confirmationOfAnyMethod } from "./confirmation-of-any-method.ts";
import { destinationUnchecked } from "./destination-unchecked.ts";
import { digestFromFirstNode } from "./digest-from-first-node.ts";
import { keyOfTheMessage } from "./key-of-the-message.ts";
import { readsAnyAssertion } from "./reads-any-assertion.ts";
import { readsById } from "./reads-by-id.ts";
import { readsFirstAssertion } from "./reads-first-assertion.ts";
import { readsLastAssertion } from "./reads-last-assertion.ts";
import { recipientByBeginning } from "./recipient-by-beginning.ts";
import { recipientIfThere } from "./recipient-if-there.ts";
import { recipientUnchecked } from "./recipient-unchecked.ts";
import { requestForgotten } from "./request-forgotten.ts";
import { responsesAgain } from "./responses-again.ts";
import { signatureIfThere } from "./signature-if-there.ts";
import { signatureOfAnything } from "./signature-of-anything.ts";
import { signatureUnread } from "./signature-unread.ts";
import { subjectAnywhere } from "./subject-anywhere.ts";
import { textBeforeComment } from "./text-before-comment.ts";
import { timesUnchecked } from "./times-unchecked.ts";
import { unknownConditionIgnored } from "./unknown-condition-ignored.ts";
import { unsolicitedAccepted } from "./unsolicited-accepted.ts";

export const samlResponses = [
  anyAudience,
  anySignedInfo,
  assertionIssuerByBeginning,
  assertionIssuerUnchecked,
  assertionUsedAgain,
  audienceByBeginning,
  audienceUnchecked,
  confirmationExpiryIfThere,
  confirmationOfAnyMethod,
  destinationUnchecked,
  digestFromFirstNode,
  keyOfTheMessage,
  readsAnyAssertion,
  readsById,
  readsFirstAssertion,
  readsLastAssertion,
  recipientByBeginning,
  recipientIfThere,
  recipientUnchecked,
  requestForgotten,
  responsesAgain,
  signatureIfThere,
  signatureOfAnything,
  signatureUnread,
  subjectAnywhere,
  textBeforeComment,
  timesUnchecked,
  unknownConditionIgnored,
  unsolicitedAccepted,
];

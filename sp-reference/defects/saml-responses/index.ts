import { assertionIssuerUnchecked } from "./assertion-issuer-unchecked.ts";
import { audienceUnchecked } from "./audience-unchecked.ts";
import { confirmationOfAnyMethod } from "./confirmation-of-any-method.ts";
import { destinationUnchecked } from "./destination-unchecked.ts";
import { keyOfTheMessage } from "./key-of-the-message.ts";
import { readsFirstAssertion } from "./reads-first-assertion.ts";
import { recipientIfThere } from "./recipient-if-there.ts";
import { recipientUnchecked } from "./recipient-unchecked.ts";
import { requestForgotten } from "./request-forgotten.ts";
import { signatureIfThere } from "./signature-if-there.ts";
import { signatureUnread } from "./signature-unread.ts";
import { textBeforeComment } from "./text-before-comment.ts";
import { timesUnchecked } from "./times-unchecked.ts";
import { unsolicitedAccepted } from "./unsolicited-accepted.ts";

export const samlResponses = [
  assertionIssuerUnchecked,
  audienceUnchecked,
  confirmationOfAnyMethod,
  destinationUnchecked,
  keyOfTheMessage,
  readsFirstAssertion,
  recipientIfThere,
  recipientUnchecked,
  requestForgotten,
  signatureIfThere,
  signatureUnread,
  textBeforeComment,
  timesUnchecked,
  unsolicitedAccepted,
];

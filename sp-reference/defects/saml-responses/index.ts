import { audienceUnchecked } from "./audience-unchecked.ts";
import { keyOfTheMessage } from "./key-of-the-message.ts";
import { readsFirstAssertion } from "./reads-first-assertion.ts";
import { recipientUnchecked } from "./recipient-unchecked.ts";
import { requestForgotten } from "./request-forgotten.ts";
import { signatureIfThere } from "./signature-if-there.ts";
import { signatureUnread } from "./signature-unread.ts";
import { timesUnchecked } from "./times-unchecked.ts";

export const samlResponses = [
  audienceUnchecked,
  keyOfTheMessage,
  readsFirstAssertion,
  recipientUnchecked,
  requestForgotten,
  signatureIfThere,
  signatureUnread,
  timesUnchecked,
];

import { assertionBySchema } from "./assertion-by-schema.ts";
import { audienceAlone } from "./audience-alone.ts";
import { audienceAsText } from "./audience-as-text.ts";
import { certificateAsText } from "./certificate-as-text.ts";
import { certificatesAsOne } from "./certificates-as-one.ts";
import { claimsBySchema } from "./claims-by-schema.ts";
import { elementsAsObjects } from "./elements-as-objects.ts";
import { elementsByPrefix } from "./elements-by-prefix.ts";
import { expiresInDemanded } from "./expires-in-demanded.ts";
import { firstConfirmationAlone } from "./first-confirmation-alone.ts";
import { firstNodeIsIssuer } from "./first-node-is-issuer.ts";
import { firstStatementAlone } from "./first-statement-alone.ts";
import { keyInfoDemanded } from "./key-info-demanded.ts";
import { kidDemanded } from "./kid-demanded.ts";
import { millisecondsByPattern } from "./milliseconds-by-pattern.ts";
import { oneAuthnStatement } from "./one-authn-statement.ts";
import { relayStateAsAddress } from "./relay-state-as-address.ts";
import { responseBySchema } from "./response-by-schema.ts";
import { sha256Alone } from "./sha256-alone.ts";
import { toTheSecond } from "./to-the-second.ts";
import { tokenAnswerBySchema } from "./token-answer-by-schema.ts";
import { tokenTypeByLetter } from "./token-type-by-letter.ts";
import { wholeSecondsAlone } from "./whole-seconds-alone.ts";

export const interop = [
  assertionBySchema,
  audienceAlone,
  audienceAsText,
  certificateAsText,
  certificatesAsOne,
  claimsBySchema,
  elementsAsObjects,
  elementsByPrefix,
  expiresInDemanded,
  firstConfirmationAlone,
  firstNodeIsIssuer,
  firstStatementAlone,
  keyInfoDemanded,
  kidDemanded,
  millisecondsByPattern,
  oneAuthnStatement,
  relayStateAsAddress,
  responseBySchema,
  sha256Alone,
  toTheSecond,
  tokenAnswerBySchema,
  tokenTypeByLetter,
  wholeSecondsAlone,
];

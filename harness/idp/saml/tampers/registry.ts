import { address } from "./address.ts";
import { attributes } from "./attributes.ts";
import { conditions } from "./conditions.ts";
import { confirmation } from "./confirmation.ts";
import { envelope } from "./envelope.ts";
import { issuer } from "./issuer.ts";
import { logoutRequest } from "./logout-request.ts";
import { name } from "./name.ts";
import { relayState } from "./relay-state.ts";
import { response } from "./response.ts";
import { signing } from "./signing.ts";
import { statements } from "./statements.ts";
import { writing } from "./writing.ts";
import { signature } from "./signature.ts";
import { status } from "./status.ts";
import { subject } from "./subject.ts";
import type { AllDoings } from "./tamper.ts";
import { wrapping } from "./wrapping.ts";

/** What every tamper does, by the point at which it acts. The control has no doing: it takes the same way. */
export const DOINGS: AllDoings = {
  subject,
  name,
  confirmation,
  conditions,
  issuer,
  attributes,
  statements,
  writing,
  signing,
  response,
  signature,
  address,
  status,
  wrapping,
  envelope,
  "relay-state": relayState,
  "logout-request": logoutRequest,
};

import type { Doings } from "./tamper.ts";

export const subject: Doings<"subject"> = {
  // OpenID Connect Core 2 requires it of an ID token, 5.3.2 of UserInfo.
  "missing-subject": ({ sub: _sub, ...rest }) => rest,
  "blank-subject": (claims, { parameters }) => ({ ...claims, sub: parameters["text"] }),
  "non-string-subject": (claims, { parameters }) => ({ ...claims, sub: parameters["value"] }),
};

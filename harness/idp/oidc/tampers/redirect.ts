import { defined } from "../../../defined.ts";
import { MARKUP } from "../../../observe/markup.ts";
import type { Doings } from "./tamper.ts";

export const redirect: Doings<"redirect"> = {
  // OpenID Connect Core 3.1.2.6.
  "access-denied": ({ state, iss }, { refusal }) => ({ ...refusal, ...defined({ state, iss }) }),
  "denied-with-markup": ({ state, iss }, { parameters, refusal }) => ({
    ...refusal,
    ...(parameters["in"] === "code"
      ? { error: `denied${MARKUP}` }
      : { error: "access_denied", error_description: `Not you ${MARKUP}` }),
    ...defined({ state, iss }),
  }),
  "wrong-state": (answer) => ({ ...answer, state: `${String(answer["state"])}-other` }),
  "missing-state": ({ state: _state, ...rest }) => rest,
  "unknown-response-parameter": (answer) => ({ ...answer, example_parameter: "of nobody" }),
  "wrong-response-issuer": (answer, { parameters }) => ({ ...answer, iss: parameters["issuer"] }),
};

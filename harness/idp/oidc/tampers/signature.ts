import { decoded, encoded } from "../sign.ts";
import type { Doings } from "./tamper.ts";

export const signature: Doings<"signature"> = {
  "foreign-key": async (token, { signAsStranger }) => ({ ...token, signature: await signAsStranger(token) }),
  "alg-none": ({ header, payload }) => ({
    header: encoded({ ...decoded(header), alg: "none" }),
    payload,
    signature: "",
  }),
  "altered-after-signing": (token) => {
    const claims = decoded(token.payload);
    return { ...token, payload: encoded({ ...claims, sub: `${String(claims["sub"])}-forged` }) };
  },
};

import { expect, it } from "vitest";
import { checkOf, expecting, judge, observed, outcome, signedIn, signIn } from "./stage.ts";

const ADA = { id: "1", email: "ada.abcdefg0@x.test", seen_by: {} };

it("an account that was there before, outside the namespace, is somebody else's and not created", () => {
  const created = expecting([outcome("signed_in"), { kind: "accounts", created: [1] }]);
  const variant = observed([{ sign_ins: [{ session: signedIn(ADA.id) }], after: [ADA] }]);
  expect(judge(checkOf([signIn(created)]), [variant]).verdict).toBe("passed");
  const taken = variant.steps.map((step) => ({ ...step, after: { ...step.after, entered: [ADA.id] } }));
  const { verdict, reason } = judge(checkOf([signIn(created)]), [{ ...variant, steps: taken }]);
  expect(verdict).toBe("failed");
  expect(reason).toContain("was there before");
});

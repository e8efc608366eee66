import { both, deciding, type Defect } from "../defect.ts";

export const refusedAndWritten: Defect = {
  id: "refused-and-written",
  description: "Brings names and roles up to date as soon as the account is found, and asks for its status after that.",
  spoil: both(
    deciding(() => ({ standing: (_, { status }) => status })),
    (workings) => ({
      ...workings,
      provisioning: {
        ...workings.provisioning,
        apply: (parts, connection, claims, decision) => {
          const done = workings.provisioning.apply(parts, connection, claims, decision);
          if (done.kind !== "signed_in" || decision.kind !== "update") return done;
          if (parts.lookup.state(done.account, connection.organization.name)?.status === "active") return done;
          const refusal = { kind: "refuse", reason: "deactivated", message: "Your account is deactivated." } as const;
          return { kind: "refused", refusal };
        },
      },
    }),
  ),
};

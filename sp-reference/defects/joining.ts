import { applying, deciding, type Defect } from "./defect.ts";

/** Faults with who is signed in already where another identity signs in. */
export const joiningDefects = [
  {
    id: "joins-who-is-signed-in",
    description: "Adds an unknown identity to the account that is signed in, without asking the policy.",
    spoil: deciding(() => ({ join: ({ signedIn }) => signedIn })),
  },
  {
    id: "joins-last-signed-in",
    description: "Keeps who is signed in in a variable of the module: the last one, at whatever browser.",
    spoil: (workings, app) => {
      let current: string | null = null;
      return {
        ...workings,
        session: {
          ...workings.session,
          start: async (req, account) => {
            current = account;
            await workings.session.start(req, account);
          },
        },
        decision: {
          ...workings.decision,
          join: (situation) =>
            workings.decision.join({
              ...situation,
              signedIn: current === null ? null : app().lookup.state(current, situation.connection.organization.name),
            }),
        },
      };
    },
  },
  {
    id: "join-takes-address",
    description: "Adds the identity to the account that is signed in, and writes its claims over the account's own.",
    spoil: applying((decision, connection, claims) =>
      decision.kind === "link" && connection.policy.signed_in_link === "join"
        ? { ...decision, fields: { ...decision.fields, email: claims.email, profile: claims.profile } }
        : decision,
    ),
  },
] as const satisfies readonly Defect[];

import type { Defect } from "../defect.ts";

export const frontDoorByAccount: Defect = {
  id: "front-door-by-account",
  description: "Leads an address on by the account that has it, and so nobody who comes for the first time.",
  spoil: (workings, app) => ({
    ...workings,
    frontDoor: {
      ...workings.frontDoor,
      connectionsOf: (connections, email) =>
        workings.frontDoor
          .connectionsOf(connections, email)
          .filter(({ organization }) => app().lookup.byEmail(organization.name, email.toLowerCase()).length > 0),
    },
  }),
};

import type { Defect } from "../defect.ts";

export const frontDoorFirstOrganization: Defect = {
  id: "front-door-first-organization",
  description: "Leads every address to the first organization that was set up, from the days when there was one.",
  spoil: (workings) => ({
    ...workings,
    frontDoor: {
      ...workings.frontDoor,
      connectionsOf: (connections) =>
        connections.filter(({ organization }) => organization === connections[0]?.organization),
    },
  }),
};

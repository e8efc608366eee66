import type { Defect } from "../defect.ts";

export const destinationUnchecked: Defect = {
  id: "destination-unchecked",
  description: "Does not look at the Destination of a response.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      wrapper: (root, connection, idp, libraries) => {
        root.setAttribute("Destination", connection.acsUrl);
        return workings.saml.wrapper(root, connection, idp, libraries);
      },
    },
  }),
};

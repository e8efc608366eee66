import type { Defect } from "../defect.ts";

export const destinationByBeginning: Defect = {
  id: "destination-by-beginning",
  description: "Compares the beginning of the Destination, for what a proxy may append.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      wrapper: (root, connection, idp, libraries) => {
        if (root.getAttribute("Destination")?.startsWith(connection.acsUrl) === true)
          root.setAttribute("Destination", connection.acsUrl);
        return workings.saml.wrapper(root, connection, idp, libraries);
      },
    },
  }),
};

import express, { Router, type Request, type RequestHandler } from "express";
import { SCIMMYRouters } from "scimmy-routers";
import type { Provisioning } from "../accounts/provision.ts";
import type { Organization } from "../config/model.ts";
import type { ScimContext } from "./model.ts";
import { declareResources } from "./resources.ts";

/**
 * SCIM 2.0 below /scim/ORGANIZATION/v2, for organizations that have a token. Each request carries
 * `Authorization: Bearer` with the token of that organization, and sees nothing beyond it.
 */
export function scimRoutes(parts: Provisioning, baseUrl: string): Router {
  declareResources();
  const router = Router();
  for (const organization of parts.organizations.values()) {
    if (organization.scimToken === null) continue;
    const path = `/${organization.name}/v2`;
    router.use(path, served(parts, organization, `${baseUrl}/scim${path}`));
  }
  return router;
}

function served(parts: Provisioning, organization: Organization, baseUri: string): Router {
  const { workings } = parts;
  const context: ScimContext = { organization, parts };
  const routers = new SCIMMYRouters({
    type: "bearer",
    handler: (request: Request) => {
      if (!workings.scim.knows(request.headers.authorization ?? "", organization))
        throw new Error("the token is missing or wrong");
      return organization.name;
    },
    context: () => context,
    baseUri: () => baseUri,
  });
  const router = Router();
  router.use(express.json({ type: ["application/scim+json", "application/json"], limit: "256kb" }));
  router.use((req, res, next) => {
    if (!workings.scim.takes(organization)) {
      const detail = `${organization.title} takes no pushes.`;
      res
        .status(403)
        .json({ schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "403", detail })
        .end();
      return;
    }
    // The routers turn startIndex and count into numbers in place, which Express 5 forgets: it reads the query anew.
    Object.defineProperty(req, "query", { value: { ...workings.scim.query(req.query) } });
    req.body = workings.scim.body(req.body);
    next();
  });
  router.use(oneAtATime(), routers as unknown as RequestHandler);
  return router;
}

/** SCIMMY reads a resource, patches it and writes it: two changes at once would lose the one that is written first. */
function oneAtATime(): RequestHandler {
  let last = Promise.resolve();
  return async (req, res, next) => {
    if (req.method === "GET" || req.method === "POST") {
      next();
      return;
    }
    const before = last;
    const ended = Promise.withResolvers<void>();
    last = ended.promise;
    res.once("close", ended.resolve);
    await before;
    if (res.closed) ended.resolve();
    else next();
  };
}

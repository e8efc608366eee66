/** The four providers of the site, from the environment. */
const { BASE_URL, DOMAIN } = process.env;

const oidc = (providerId, name) => ({
  providerId,
  domain: DOMAIN,
  oidcConfig: {
    issuer: process.env[`${name}_ISSUER`],
    clientId: "better-auth",
    clientSecret: process.env[`${name}_SECRET`],
    discoveryEndpoint: `${process.env[`${name}_ISSUER`]}/.well-known/openid-configuration`,
    pkce: true,
  },
});

const saml = (providerId, name) => ({
  providerId,
  domain: DOMAIN,
  samlConfig: {
    issuer: `${BASE_URL}/saml/${providerId}`,
    entryPoint: process.env[`${name}_SSO_URL`],
    cert: process.env[`${name}_CERTIFICATE`],
    idpMetadata: { entityID: process.env[`${name}_ENTITY_ID`] },
    spMetadata: {},
  },
});

export const providers = [
  oidc("engineering-oidc", "ENGINEERING"),
  oidc("sales-oidc", "SALES"),
  saml("engineering-saml", "ENGINEERING_SAML"),
  saml("sales-saml", "SALES_SAML"),
];

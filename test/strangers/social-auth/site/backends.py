"""Two OpenID providers need two backends: the name is the first half of social-auth's key of identity."""
from social_core.backends.open_id_connect import OpenIdConnectAuth


class EngineeringOidc(OpenIdConnectAuth):
    name = "engineering-oidc"


class SalesOidc(OpenIdConnectAuth):
    name = "sales-oidc"

"""
A Django site with social-auth at its defaults: what its documentation says to write, and no more. Two settings that
its documentation describes, too, are switched by the environment: USER_MODEL and LINK_BY_EMAIL.
"""
import os
from pathlib import Path

BASE_URL = os.environ["BASE_URL"]
SECRET_KEY = "only-for-a-site-on-loopback"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "social_django",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "social_django.middleware.SocialAuthExceptionMiddleware",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["DATABASE"])}}
AUTHENTICATION_BACKENDS = [
    "backends.EngineeringOidc",
    "backends.SalesOidc",
    "social_core.backends.saml.SAMLAuth",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_USER_MODEL = os.environ.get("USER_MODEL", "auth.User")
if AUTH_USER_MODEL.startswith("people."):
    INSTALLED_APPS.append("people")
if os.environ.get("LINK_BY_EMAIL"):
    SOCIAL_AUTH_PIPELINE = (
        "social_core.pipeline.social_auth.social_details",
        "social_core.pipeline.social_auth.social_uid",
        "social_core.pipeline.social_auth.auth_allowed",
        "social_core.pipeline.social_auth.social_user",
        "social_core.pipeline.user.get_username",
        "social_core.pipeline.social_auth.associate_by_email",
        "social_core.pipeline.user.create_user",
        "social_core.pipeline.social_auth.associate_user",
        "social_core.pipeline.social_auth.load_extra_data",
        "social_core.pipeline.user.user_details",
    )
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
LOGIN_REDIRECT_URL = "/me"
LOGOUT_REDIRECT_URL = "/accounts/login/"
LOGIN_ERROR_URL = "/login-error"
SOCIAL_AUTH_URL_NAMESPACE = "social"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"]},
}

for name in ("ENGINEERING", "SALES"):
    globals()[f"SOCIAL_AUTH_{name}_OIDC_OIDC_ENDPOINT"] = os.environ[f"{name}_ISSUER"]
    globals()[f"SOCIAL_AUTH_{name}_OIDC_KEY"] = "social-auth"
    globals()[f"SOCIAL_AUTH_{name}_OIDC_SECRET"] = os.environ[f"{name}_SECRET"]


def saml_idp(name):
    """One entry of SOCIAL_AUTH_SAML_ENABLED_IDPS: the NameID as the permanent id, plain attribute names."""
    return {
        "entity_id": os.environ[f"{name}_ENTITY_ID"],
        "url": os.environ[f"{name}_SSO_URL"],
        "x509cert": os.environ[f"{name}_CERTIFICATE"],
        "attr_user_permanent_id": "name_id",
        "attr_full_name": "displayName",
        "attr_first_name": "givenName",
        "attr_last_name": "sn",
        "attr_username": "uid",
        "attr_email": "mail",
    }


SOCIAL_AUTH_SAML_SP_ENTITY_ID = f"{BASE_URL}/saml"
SOCIAL_AUTH_SAML_SP_PUBLIC_CERT = ""
SOCIAL_AUTH_SAML_SP_PRIVATE_KEY = ""
SOCIAL_AUTH_SAML_ORG_INFO = {"en-US": {"name": "stranger", "displayname": "Stranger", "url": BASE_URL}}
SOCIAL_AUTH_SAML_TECHNICAL_CONTACT = {"givenName": "Tech", "emailAddress": "tech@stranger.test"}
SOCIAL_AUTH_SAML_SUPPORT_CONTACT = {"givenName": "Support", "emailAddress": "support@stranger.test"}
SOCIAL_AUTH_SAML_ENABLED_IDPS = {"engineering": saml_idp("ENGINEERING_SAML"), "sales": saml_idp("SALES_SAML")}

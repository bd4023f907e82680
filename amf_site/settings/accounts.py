"""Accounts of staff: passwords, limits, sessions, second factors and single sign-on."""

from typing import Any

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
#: Redirect target after a login or a page password without a ``next`` parameter.
LOGIN_REDIRECT_URL = "/"

#: Five wrong passwords for one name from one address lock out this combination for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "errors/429.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "amf_site.middleware.client_network"
AXES_HANDLER = "amf_site.accounts.limits.LoginLimits"

SESSION_ENGINE = "amf_site.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 2 * 60 * 60

# django-allauth: only its second factors, its list of sessions and OpenID Connect. Passwords, their reset and their
# limits stay with Wagtail and Axes, and accounts are made in the admin.
ACCOUNT_ADAPTER = "amf_site.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
#: Seconds after signing in during which the second factor may be changed without proving again who one is.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "amf_site.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Asian Mayors Forum"
MFA_TOTP_TOLERANCE = 1
#: A passkey cannot be guessed, and a whole office may share an address.
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_FORMS = {
    "authenticate": "amf_site.accounts.forms.CodeForm",
    "reauthenticate": "amf_site.accounts.forms.CodeAgainForm",
    "activate_totp": "amf_site.accounts.forms.AppForm",
    "login_webauthn": "amf_site.accounts.forms.PasskeyLoginForm",
    "authenticate_webauthn": "amf_site.accounts.forms.PasskeyAnswerForm",
    "reauthenticate_webauthn": "amf_site.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "amf_site.accounts.forms.PasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "amf_site.accounts.adapters.SignOnAdapter"
#: The link on the login page leads to the service at once; our policy would not let a form be redirected to it.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
#: The service's name in addresses, as in the redirect address that is registered with it.
SIGN_ON_ID = "sso"


def sign_on_provider(url: str, name: str, client_id: str, secret: str) -> dict[str, Any]:
    """Return ``SOCIALACCOUNT_PROVIDERS`` for an OpenID Connect service, or nothing without an address."""
    if not url:
        return {}
    app = {"provider_id": SIGN_ON_ID, "name": name, "client_id": client_id, "secret": secret}
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app | {"settings": {"server_url": url}}]}}

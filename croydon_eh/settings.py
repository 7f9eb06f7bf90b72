"""One settings file for every place the service runs; each difference comes from the environment.

EH_MODE says what is refused: `production` (the default, so that a forgotten variable is the safe
mistake), `demo` (invented people, /demo/ pages) or `test`.
"""

from pathlib import Path

import environ

from croydon_eh.services.databases import host_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("EH_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise environ.ImproperlyConfigured("EH_MODE must be production, demo or test")
DEMO = MODE in {"demo", "test"}
DEBUG = env.bool("DEBUG", False)

# Empty by default: whatever needs the key fails by name, and checks.py refuses to serve without it.
SECRET_KEY = env.str("SECRET_KEY", "")
SEAL_KEY = env.str("EH_SEAL_KEY", "")  # keyed hashes of internal figures, MFA secrets at rest
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env.str("EH_BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "croydon_eh",
    "outcomes",
    "casework",
    "referrals",
    "families",
    "localities",
    "accounts",
    "audit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "oauth2_provider",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "croydon_eh.middleware.unavailable_database",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "croydon_eh.middleware.private_pages",
]

ROOT_URLCONF = "croydon_eh.urls"
WSGI_APPLICATION = "croydon_eh.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "croydon_eh.navigation.context",
            ],
            "builtins": ["accounts.govuk.templatetags.govuk"],
        },
    }
]
FORM_RENDERER = "accounts.govuk.renderer.GovRenderer"

# PostgreSQL is the only database. Settings start nothing: the supervisor exports DATABASE_URL.
TRANSACTION_SECONDS = env.int("EH_TRANSACTION_SECONDS", 300 if MODE == "test" else 30)
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///")}
DATABASES["default"] |= {
    "HOST": host_of(env.str("DATABASE_URL", "")),
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})
    | {
        "connect_timeout": 3,
        "application_name": "croydon_eh",
        # a web transaction ends within 30 s, so that nothing commits behind an `as_at`
        # (a test is one transaction, and may run on a slow machine)
        "options": f"-c transaction_timeout={TRANSACTION_SECONDS * 1000}",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WEB_DATABASE_ROLE = "eh_web"  # owns nothing; migrations run as the owner

# Redis is the broker only; what must survive it lives in PostgreSQL.
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["localities.access.ScopeBackend"]
PASSWORD_HASHERS = [
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if MODE == "test" else []),  # for speed
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes each account
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {  # beside allauth's own
    "ask_for_help": "10/h/ip", "read_answer": "30/h/ip", "break_glass": "5/h/user",
}  # fmt: skip
ACCOUNT_FORMS = {
    "login": "accounts.signin_forms.SignIn",
    "reset_password": "accounts.signin_forms.ForgottenPassword",
    "reset_password_from_key": "accounts.signin_forms.NewPassword",
    "change_password": "accounts.signin_forms.ChangePassword",
    "reauthenticate": "accounts.signin_forms.PasswordAgain",
}
MFA_FORMS = {
    "authenticate": "accounts.signin_forms.SecurityCode",
    "reauthenticate": "accounts.signin_forms.SecurityCodeAgain",
    "activate_totp": "accounts.signin_forms.TurnOnApp",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Croydon Early Help"

OAUTH2_PROVIDER_APPLICATION_MODEL = "localities.PartnerSystem"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "referrals:write": "Send referrals",
        "referrals:read": "Read what became of your own referrals",
        "reports:read": "Read published figures",
    },
    "ACCESS_TOKEN_EXPIRE_SECONDS": 900,
    "OAUTH2_VALIDATOR_CLASS": "localities.oauth.ClientCredentialsOnly",
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # tokens are kept as SHA-256 only
    "REFRESH_TOKEN_EXPIRE_SECONDS": 0,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    # grants and habits that RFC 9700 advises against, and that nobody here has ever used
    **{
        f"COMPLIANT_BCP_RFC9700_{advice}": True
        for advice in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
        )
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["localities.partner_auth.PartnerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["localities.partner_auth.InPolicy"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["localities.partner_auth.LimitedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "localities.partner_api.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Croydon Early Help API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "For partner systems: send referrals, learn what became of them, read figures.",
    "SERVE_PUBLIC": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "YesNoNotKnownEnum": ["N", "U", "Y"],
        "DisabilityEnum": ["NO", "REF", "YES"],
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / ".local" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no uploads are taken
    "staticfiles": {
        "BACKEND": "croydon_eh.static_files.HashedFiles"
        if MODE == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE != "production"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="dummymail://" if DEMO else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("EH_MAIL_FROM", "early.help@example.org")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

SECURE = env.bool("EH_SECURE", MODE == "production")  # off only where there is no TLS: the demo
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
if SECURE and env.bool("EH_BEHIND_PROXY", True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "croydon_eh.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "croydon_eh.logs.JSONFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
}

# Of a hundred decided referrals, how many another screener judges again without seeing the first.
SECOND_LOOK_PERCENT = env.float("EH_SECOND_LOOK_PERCENT", 5.0)

# What the people of the service read: numbers to phone carry the day they were last checked.
SERVICE = {
    "name": "Croydon Early Help",
    "council": "Croydon Council",
    "board": env.str("EH_BOARD", "Croydon Safeguarding Children Board"),
    "spoc_phone": env.str("EH_SPOC_PHONE", "020 8726 6400"),
    "edt_phone": env.str("EH_EDT_PHONE", "020 8726 6400"),
    "phones_checked_on": env.str("EH_PHONES_CHECKED_ON", "2026-10-01"),
}

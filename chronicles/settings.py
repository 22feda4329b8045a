"""Settings of Backend Chronicles.

Everything comes from the environment or from `.env`; `.env.example` documents each variable.
Nothing needs setting to read the journal on this machine.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from .caches import caches
from .databases import tuned
from .environment import Environment, secret_key
from .release import release

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
Environment.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))

# The one folder with state: database, media, secret key, collected static files.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).expanduser().resolve()

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DATA_DIR)

# --- The site ---------------------------------------------------------------------------

SITE_NAME = env.str("SITE_NAME", default="Backend Chronicles")
SITE_TAGLINE = env.str("SITE_TAGLINE", default="Learning backend development in the open")
SITE_URL = env.site_url("SITE_URL")
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.time_zone("TIME_ZONE", default="UTC")
USE_I18N = False
USE_TZ = True

# --- Addresses and transport --------------------------------------------------------------

_IS_HTTPS = SITE_URL.startswith("https://")
_site_host = urlsplit(SITE_URL).hostname or ""
_site_host = f"[{_site_host}]" if ":" in _site_host else _site_host
# Once the site has an address of its own, it is asked for under that one only.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if _site_host else ["localhost", "127.0.0.1", "[::1]"])
if _site_host and _site_host not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(_site_host)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
if env.flag("TRUST_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# With an https SITE_URL the site is only spoken to over https, and browsers are told so.
SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _IS_HTTPS
SECURE_HSTS_PRELOAD = _IS_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
if _IS_HTTPS:
    # No other host, such as a neighbour below the same domain, can set a cookie of such a name.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "journal.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

# --- Application ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "rest_framework",
    "drf_spectacular",
    "journal.apps.JournalConfig",  # before allauth, whose pages it draws
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "chronicles.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# How long a shared cache, such as a content delivery network, may keep a public page; 0 for not at all.
SHARED_CACHE_SECONDS = env.count("SHARED_CACHE_SECONDS", default=60, lowest=0, highest=86_400)

MIDDLEWARE = [
    "journal.http.one_edition.OneEditionMiddleware",
    "journal.http.page_cache.PageCacheMiddleware",
    "journal.http.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "journal.http.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "journal.http.unchanged.UnchangedMiddleware",
    "journal.http.malformed.MalformedRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "journal.http.people.PeopleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "journal.http.time_zone.TimeZoneMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "chronicles.urls"
WSGI_APPLICATION = "chronicles.wsgi.application"
ASGI_APPLICATION = "chronicles.asgi.application"

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
                "journal.http.context.site",
            ],
        },
    }
]

# --- Accounts ---------------------------------------------------------------------------------

# Closed, people come by invitation only.
REGISTRATION_IS_OPEN = env.choice("REGISTRATION", default="CLOSED", among=("CLOSED", "OPEN")) == "OPEN"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "journal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "journal.forms.wording.LoginForm",
    "signup": "journal.forms.wording.SignupForm",
    "add_email": "journal.forms.wording.AddEmailForm",
    "change_password": "journal.forms.wording.ChangePasswordForm",
    "set_password": "journal.forms.wording.SetPasswordForm",
    "reset_password": "journal.forms.wording.ResetPasswordForm",
    "reset_password_from_key": "journal.forms.wording.ResetPasswordKeyForm",
    "reauthenticate": "journal.forms.wording.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "journal.forms.wording.AuthenticateForm",
    "reauthenticate": "journal.forms.wording.ReauthenticateByCodeForm",
    "activate_totp": "journal.forms.wording.ActivateTOTPForm",
    "add_webauthn": "journal.forms.wording.AddWebAuthnForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_USERNAME_VALIDATORS = "journal.forms.accounts.username_validators"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds, after which tokens and such ask for the password again
# An invitation is as good as a confirmed address: whoever came by one need not wait for a mail.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if REGISTRATION_IS_OPEN else "optional"
# Besides what allauth limits: tries for one account, from however many addresses.
ACCOUNT_RATE_LIMITS = {"login_of_account": "100/h/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is kept from a second factor, or from another address beside one
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute that a clock may be wrong: RFC 6238, section 5.2
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _IS_HTTPS  # browsers allow it for localhost only

globals().update(env.mail("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default=f"journal@{_site_host or 'localhost'}")

# --- The API ----------------------------------------------------------------------------------

API_CORS = env.flag("API_CORS", default=False)  # may pages of other sites read what is public?
API_LIMITS = {  # a minute, for a token, or for an address without one
    "reads": env.count("API_READS", default=600, lowest=1, highest=1_000_000),
    "writes": env.count("API_WRITES", default=120, lowest=1, highest=1_000_000),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["journal.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticatedOrReadOnly",
        "journal.api.permissions.MayWrite",
    ],
    "DEFAULT_PARSER_CLASSES": ["journal.api.parsing.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["journal.api.throttling.PerMinute"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "journal.api.problems.answer_to",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Backend Chronicles",
    "DESCRIPTION": "Read and write a learning journal. Errors are problem details (RFC 9457).",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # `fields` may leave out any
    "ENUM_NAME_OVERRIDES": {
        "KindEnum": "journal.models.entries.entry.Entry.Kind",
        "VisibilityEnum": "journal.models.visibility.Visibility",
    },
}

# --- What is sent -----------------------------------------------------------------------------

# A text may have 300 kB, and a form encodes some characters as nine.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Serving ----------------------------------------------------------------------------------

WEB_WORKERS = env.count("WEB_WORKERS", default=2, lowest=1, highest=64)
WEB_THREADS = env.count("WEB_THREADS", default=4, lowest=1, highest=64)

# --- Database ---------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'journal.sqlite3'}")}
if env.str("DATABASE_REPLICA_URL", default=""):
    # Visitors read this copy, which follows the database a moment behind.
    DATABASES["replica"] = env.database("DATABASE_REPLICA_URL", default="")
    DATABASE_ROUTERS = ["journal.database.replica.ReplicaRouter"]
    MIDDLEWARE.insert(0, "journal.http.replica.ReplicaMiddleware")

DATABASES = {alias: tuned(database, threads=WEB_THREADS) for alias, database in DATABASES.items()}

# --- Caches -----------------------------------------------------------------------------------

CACHES = caches(
    env.cache("CACHE_URL", default="locmemcache://"),
    release=release(BASE_DIR, SITE_NAME, SITE_TAGLINE, SITE_URL, TIME_ZONE, SHARED_CACHE_SECONDS, SECURE_CSP, API_CORS),
    places=env.count("CACHED_PAGES", default=500, lowest=0, highest=100_000),
)

# --- Static and uploaded files -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "chronicles.static.HashedStaticFilesStorage"},
}
# Until `collectstatic` has run, files are served from where they lie, under their own names.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_MAX_AGE = 3600

# --- Logging ----------------------------------------------------------------------------------

LOG_LEVEL = env.choice("LOG_LEVEL", default="INFO", among=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{", "datefmt": "%Y-%m-%dT%H:%M:%S%z"}
    },
    "filters": {"one line": {"()": "chronicles.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one line"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "journal": {"level": LOG_LEVEL},
        "django": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
    },
}

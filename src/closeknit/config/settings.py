"""Django's settings, made from the typed environment."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from closeknit.config.database_url import on_postgres
from closeknit.config.environment import read_environment
from closeknit.config.secret_files import host_secrets, secrets_for
from closeknit.demo.clock import ShiftedClock
from closeknit.hosting.bounds import largest_body
from closeknit.hosting.destinations import push_destinations, service_destinations
from closeknit.hosting.reminder_keys import ReminderKeys
from closeknit.hosting.secret_folder import key_id
from closeknit.hosting.upkeep import LOG_MAY_HAVE

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment()
ENVIRONMENT.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

_SECRETS = secrets_for(folder=ENVIRONMENT.secrets_dir, sqlite_file=ENVIRONMENT.sqlite_file)
HOST_SECRETS = host_secrets(_SECRETS)
SECRET_KEY_IDS = {name: key_id(name, value) for name, value in _SECRETS.items()}
SECRET_KEY = _SECRETS["django"].hex()
REMINDER_KEYS = ReminderKeys(_SECRETS["reminders"])
CLOCK = ShiftedClock(ENVIRONMENT.data_dir / "clock") if ENVIRONMENT.demo else timezone.now
PUBLIC_URL = ENVIRONMENT.public_url
DEBUG = False

ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
ROOT_URLCONF = "closeknit.config.urls"
WSGI_APPLICATION = "closeknit.config.wsgi.application"

ROOMS = (
    "today",
    "archive",
    "calendar",
    "offline",
    "questions",
    "moments",
    "practices",
    "listening",
    "repair",
    "meetings",
    "guide",
    "notifications",
    "people",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "closeknit.ui",
    "closeknit.demo",
    *(f"closeknit.rooms.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "closeknit.config.headers.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "closeknit.config.headers.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "closeknit.config.refusals.RefusalMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "closeknit.rooms.people.middleware.DeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
if ENVIRONMENT.demo:
    MIDDLEWARE.append("closeknit.demo.middleware.FirstPageMiddleware")

_TEMPLATE_DIRS = [
    PACKAGE / "ui" / "templates",
    PACKAGE / "demo" / "templates",
    *(PACKAGE / "rooms" / room / "templates" for room in ROOMS),
]
_CONTEXT_PROCESSORS = [
    "closeknit.config.navigation.page_context",
    "closeknit.demo.page_context.page_context",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": _TEMPLATE_DIRS,
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "closeknit.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                *_CONTEXT_PROCESSORS,
            ],
        },
    },
    {
        # allauth's mails are written for Django's own engine.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES: dict[str, dict[str, Any]] = {"default": dict(ENVIRONMENT.database)}
if ENVIRONMENT.sqlite_file is not None:
    DATABASES["default"]["ENGINE"] = "closeknit.config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"
            f"PRAGMA secure_delete=ON; PRAGMA journal_size_limit={LOG_MAY_HAVE};"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"] = on_postgres(DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["closeknit.rooms.people.backends.PasswordBackend"]
PASSWORD_HASHERS = ["closeknit.rooms.people.hashers.VaultHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "closeknit.rooms.people.hashers.LongestPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "closeknit.rooms.people.adapters.AccountAdapter"
MFA_ADAPTER = "closeknit.rooms.people.adapters.TotpAdapter"
ACCOUNT_FORMS = {
    "login": "closeknit.rooms.people.forms.SignInForm",
    "reset_password": "closeknit.rooms.people.forms.ResetForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = False  # people/rules/limits.py: these sleep, and count by account alone
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Closeknit"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a phone's clock may be off
MFA_FORMS = {
    "authenticate": "closeknit.rooms.people.second_step_forms.SecondStepForm",
    "reauthenticate": "closeknit.rooms.people.second_step_forms.SecondStepAgainForm",
    "activate_totp": "closeknit.rooms.people.second_step_forms.SwitchOnForm",
}

# Cookies and headers. A name with __Host- needs https, so plain http on this machine goes without.
_HOST_PREFIX = "__Host-" if ENVIRONMENT.is_https else ""
_NAME = "demo-" if ENVIRONMENT.demo else ""
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}{_NAME}session"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}{_NAME}csrf"
VAULT_COOKIE_NAME = f"{_HOST_PREFIX}{_NAME}vault"
KNOWN_COOKIE_NAME = f"{_HOST_PREFIX}{_NAME}known"
INVITATION_COOKIE_NAME = f"{_HOST_PREFIX}{_NAME}invitation"
CSRF_FAILURE_VIEW = "closeknit.config.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "closeknit.rooms.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
# Not in a home: browsers ignore it for addresses, and remember it for every port of localhost.
_IS_NAMED = ENVIRONMENT.is_https and not ENVIRONMENT.lan
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _IS_NAMED else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Nothing that is sent here is ever put on the disk in the clear; the server refuses what is larger.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = largest_body()
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Words, days, mail, files
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
vars().update({k: v for k, v in ENVIRONMENT.email.items() if k.startswith("EMAIL_")})
EMAIL_TIMEOUT = 10  # seconds; after the address, whose parser sets none
PUSH_DESTINATIONS = push_destinations()
SERVICE_DESTINATIONS = service_destinations(named=ENVIRONMENT.notify_hosts)
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "static_built"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Counts of tries, three for each visitor at most; the least used leave first. 25 MB.
        "OPTIONS": {"MAX_ENTRIES": 60_000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "closeknit.config.logs.RedactingFormatter",
            "format": "{asctime} {levelname} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "closeknit.config.logs.BoundedHandler", "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}

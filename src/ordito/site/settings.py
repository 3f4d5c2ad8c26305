"""Settings: sensible on a laptop without any, and by environment on a server (docs/reference/settings.md)."""

import fcntl
import os
import secrets
import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from ordito.core import postgres

TESTING = "pytest" in sys.modules
PACKAGE = Path(__file__).resolve().parent.parent
VAR = postgres.var_dir()


def _secret() -> str:
    if "ORDITO_SECRET" in os.environ:
        return os.environ["ORDITO_SECRET"]
    kept = VAR / "secret"
    if kept.exists() and (found := kept.read_text()):
        return found
    VAR.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    with kept.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # of two first starts at once, the second takes what the first made
        file.seek(0)
        if not (made := file.read()):
            made = secrets.token_urlsafe(50)
            file.write(made)
    return made


SECRET_KEY = _secret()
DEBUG = os.environ.get("ORDITO_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ORDITO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "ORDITO_HOSTS" in os.environ]
BEHIND_TLS = os.environ.get("ORDITO_TLS") == "1"
_AT_HOME = "" if "ORDITO_HOSTS" in os.environ else ":8000"
_FIRST_HOST = f"http{'s' if BEHIND_TLS else ''}://{ALLOWED_HOSTS[0]}{_AT_HOME}"
SITE_ADDRESS = os.environ.get("ORDITO_ADDRESS", _FIRST_HOST)

INSTALLED_APPS = [
    "ordito.site",
    "ordito.plan",
    "ordito.participation",
    "ordito.governance",
    "ordito.community",
    "ordito.territory",
    "ordito.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # a room may have its own template of a control

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ordito.core.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ordito.core.middleware.privacy",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ordito.site.urls"
ASGI_APPLICATION = "ordito.site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ordito.site.context.house",
            ],
            "builtins": ["ordito.core.templatetags.ordito"],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(postgres.database_url(start="mypy" not in sys.modules))}
# Questions are prepared, in tests too: docs/decisions/0021.
DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 2} | (
    {} if TESTING else {"pool": {"min_size": 1, "max_size": 12}}
)
DATABASES["default"]["TEST"] = {"NAME": "test_ordito"}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "ordito.site.accounts.ClosedDoors"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Axes counts wrong passwords, across processes; this counts the wrong codes of a second factor.
ACCOUNT_RATE_LIMITS = {"login_failed": "6/h/key", "login": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up alone with the address of another
MFA_TOTP_ISSUER = "Ordito"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "ordito.site.accounts.who_is_trying"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "ordito.site.staticfiles.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "font-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
if "ORDITO_SMTP_HOST" in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["ORDITO_SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("ORDITO_SMTP_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("ORDITO_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("ORDITO_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = EMAIL_PORT == 587  # noqa: PLR2004 - the submission port speaks STARTTLS
    EMAIL_USE_SSL = EMAIL_PORT == 465  # noqa: PLR2004 - and this one TLS from the start
DEFAULT_FROM_EMAIL = os.environ.get("ORDITO_MAIL_FROM", "Ordito <ordito@localhost>")

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

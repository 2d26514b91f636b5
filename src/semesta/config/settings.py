"""Django settings. Everything that differs between installations comes from the environment (docs/operations.md)."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from semesta.installation.own_server import DATABASE
from semesta.installation.places import secret_key, time_zone, var_folder
from semesta.jobs.lanes import QUEUES

ROOMS = [
    "accounts",
    "audit",
    "tokens",
    "staff",
    "signin",
    "jobs",
    "regions",
    "people",
    "membership",
    "duplicates",
    "intake",
    "ledger",
    "funding",
    "exchange",
    "coverage",
    "privacy",
]

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SEMESTA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",  # older databases know its tables; ours are in `signin`
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    *(f"semesta.{room}" for room in ROOMS),
    "semesta.web",
    "semesta.api",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",  # the factors need it; none of its pages has an address here
    "allauth.mfa",
    "axes",
]
PROXIES = int(os.environ.get("SEMESTA_PROXIES", "0"))  # how many of our own stand in front of the web process
REGENCY = os.environ.get("SEMESTA_REGENCY", "52.03")
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ROOT_URLCONF = "semesta.config.urls"
WSGI_APPLICATION = "semesta.config.wsgi.application"

MIDDLEWARE = [
    "semesta.web.caller.CallerAddress",
    "semesta.web.without_noughts.WithoutNoughts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "semesta.web.language.LanguageOfAddress",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "semesta.web.frame.frame",
            ]
        },
    }
]


def _database() -> dict[str, Any]:
    """Read DATABASE_URL (any form libpq takes); without it the own server is used."""
    settings: dict[str, Any] = {
        "ENGINE": "semesta.config.postgres",
        "NAME": DATABASE,
        "HOST": "",
        "USER": "",
        "PASSWORD": "",
        "PORT": "",
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {},
    }
    url = os.environ.get("DATABASE_URL", "")
    if url:
        parts = dict(conninfo_to_dict(url))
        settings["NAME"] = parts.pop("dbname", DATABASE)
        settings["HOST"] = parts.pop("host", "localhost")
        settings["USER"] = parts.pop("user", "")
        settings["PASSWORD"] = parts.pop("password", "")
        settings["PORT"] = parts.pop("port", "")
        settings["OPTIONS"] = parts
    return settings


DATABASES = {"default": _database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 3000},  # figures of every village; Django holds 300
    },
    "kept": {  # what all processes that answer pages share
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": var_folder() / "kept",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = time_zone()
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60  # addresses carry a mark of the content (templatetags/page_text.py)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],  # the stylesheet draws its arrows and ticks as data images
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_ENGINE = "semesta.signin.session_store"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; who comes back tomorrow signs in again
BEHIND_HTTPS = os.environ.get("SEMESTA_HTTPS") == "yes"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if BEHIND_HTTPS else 0
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "semesta.signin.backend.OwnRowBackend"]
SECOND_FACTOR = os.environ.get("SEMESTA_SECOND_FACTOR", "obligatory")  # or "optional"
MFA_ADAPTER = "semesta.signin.adapter.EncryptingAdapter"
MFA_TOTP_ISSUER = "Semesta"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # the name alone would let anybody lock anybody out
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "semesta.signin.lock.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # the sign-in page itself says who is locked out, in the frame of the pages
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
REFRESH_AFTER_SECONDS = 20  # lists that come in one after another are matched and counted together
API_RATE = os.environ.get("SEMESTA_API_RATE", "120/m")  # requests a token
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_HANDLERS = [
    "semesta.web.upload_limit.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

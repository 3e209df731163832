"""Every setting, in one file. What can be changed from outside is read in `environment` and listed in
docs/reference/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from frankpledge.site import environment

ROOT = Path(__file__).resolve().parents[3]
HOME = environment.home(ROOT)
BUILD = ROOT / ".build"

SECRET_KEY = environment.secret_key(HOME)
DEBUG = False
DEMO = environment.flag("DEMO", default=False)
ALLOWED_HOSTS = environment.text("HOSTS", "127.0.0.1,localhost,[::1]").split(",")
BASE_URL = environment.text("BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
DATABASES = {"default": environment.database(HOME)}
DATABASES["default"]["ATOMIC_REQUESTS"] = DATABASES["default"]["ENGINE"].endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = [
    "frankpledge.records.apps.RecordsConfig",
    "frankpledge.audit.apps.AuditConfig",
    "frankpledge.figures.apps.FiguresConfig",
    "frankpledge.directory.apps.DirectoryConfig",
    "frankpledge.jobs.apps.JobsConfig",
    "frankpledge.web.apps.WebConfig",
    "frankpledge.governance.apps.GovernanceConfig",
    "frankpledge.disclosure.apps.DisclosureConfig",
    "frankpledge.duties.apps.DutiesConfig",
    "frankpledge.evidence.apps.EvidenceConfig",
    "frankpledge.money.apps.MoneyConfig",
    "frankpledge.assessment.apps.AssessmentConfig",
    "frankpledge.plans.apps.PlansConfig",
    "frankpledge.reviews.apps.ReviewsConfig",
    "frankpledge.scrutiny.apps.ScrutinyConfig",
    "frankpledge.publishing.apps.PublishingConfig",
    "frankpledge.site.apps.SiteConfig",
]
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
AUTH_USER_MODEL = "directory.User"
MIDDLEWARE = [
    "frankpledge.site.demo_people.DemoTime",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        # Every page of ours. Each room keeps its own in <room>/templates/<room>/.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(PACKAGE.glob("*/templates")),
        "OPTIONS": {
            "environment": "frankpledge.web.environment.environment",
            "context_processors": [
                "frankpledge.web.context.for_templates",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        # Only what allauth brings; its elements and layouts are replaced by ours in site/account_templates.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "account_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["frankpledge.site.account_tags"],
        },
    },
]
ROOT_URLCONF = "frankpledge.site.urls"
WSGI_APPLICATION = "frankpledge.site.wsgi.application"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "frankpledge.site.sign_in.ClosedAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_ALLOW_LOGIN_CODES = False
SOCIALACCOUNT_ADAPTER = "frankpledge.site.sign_in.ClosedSocialAccounts"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = environment.single_sign_on()
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Frankpledge"
# Rate limits live in the cache, so it has to be shared between processes.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"},
}
EMAIL_HOST = environment.text("SMTP_HOST")
"""Without it nothing is sent, and pages do not offer what would need it."""
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "frankpledge@localhost")
CSRF_FAILURE_VIEW = "frankpledge.web.refusals.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *environment.sign_on_origins()],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": []}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Someone tried an address that is not there, or typed a wrong host: nothing for an operator to do.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
"""Served straight from where set-up put them: no collecting step."""
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)$"
STATICFILES_DIRS = [folder for folder in (BUILD / "static",) if folder.is_dir()]
JOBS_INLINE = environment.flag("JOBS_INLINE", default=False)
"""Do long work at once, where there is no worker: tests and the demo command."""
SMALL_COUNTS = environment.whole("SMALL_COUNTS", default=5)
"""Counts of small areas below it are withheld, nought apart."""
STORE = HOME / "store"
"""Content-addressed originals and Parquet."""
OBSERVATIONS = environment.observations()
"""Empty for DuckDB in process; `pyspark://host:port` for Spark Connect."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500

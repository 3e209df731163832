"""Every setting, in one file. What can be changed from outside is read in `environment` and listed in
docs/reference/settings.md."""

from __future__ import annotations

from pathlib import Path

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
OBSERVATIONS = environment.text("OBSERVATIONS", "duckdb://")
DATABASES = {"default": environment.database(HOME)}
ATOMIC_REQUESTS = DATABASES["default"]["ENGINE"].endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "frankpledge.records.apps.RecordsConfig",
    "frankpledge.audit.apps.AuditConfig",
    "frankpledge.figures.apps.FiguresConfig",
    "frankpledge.directory.apps.DirectoryConfig",
    "frankpledge.jobs.apps.JobsConfig",
    "frankpledge.web.apps.WebConfig",
    "frankpledge.governance.apps.GovernanceConfig",
    "frankpledge.evidence.apps.EvidenceConfig",
    "frankpledge.assessment.apps.AssessmentConfig",
    "frankpledge.plans.apps.PlansConfig",
    "frankpledge.reviews.apps.ReviewsConfig",
    "frankpledge.scrutiny.apps.ScrutinyConfig",
    "frankpledge.publishing.apps.PublishingConfig",
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
]
AUTH_USER_MODEL = "directory.User"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "frankpledge.site.urls"
WSGI_APPLICATION = "frankpledge.site.wsgi.application"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
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

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [folder for folder in (BUILD / "static",) if folder.is_dir()]
STATIC_ROOT = BUILD / "collected"
JOBS_INLINE = environment.flag("JOBS_INLINE", default=False)
"""Do long work at once, where there is no worker: tests and the demo command."""
STORE = HOME / "store"
"""Content-addressed originals and Parquet."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500

"""Django's settings. What comes from outside is read in env.py; what is chosen stands here with its reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from rapport.config import env
from rapport.config.launcher.address import database_settings
from rapport.config.secrets import secret_key
from rapport.config.server.proxy import networks

ROOT = Path(__file__).resolve().parent.parent
HOME = env.home()

DEBUG = env.flag("RAPPORT_DEBUG", default=False)
TESTING = env.flag("RAPPORT_TESTING", default=False)
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = env.words("RAPPORT_HOSTS", "localhost,127.0.0.1,[::1]")
PORT = env.number("RAPPORT_PORT", 8000)
SCHEME = "https" if env.text("RAPPORT_TLS_CERT") else "http"
PUBLIC_URL = env.text("RAPPORT_URL", f"{SCHEME}://localhost:{PORT}")
DATASETS = env.text("RAPPORT_DATASETS")  # a folder with the public data sets, for those who have it

ROOMS = ["config", "sales", "catalog", "touchpoints", "customers", "core", "ui"]
INSTALLED_APPS = [
    "rapport.core",  # first: its `migrate` installs the change triggers after Django's
    "rapport.ui",
    "rapport.customers",
    "rapport.touchpoints",
    "rapport.catalog",
    "rapport.sales",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rapport.core.pages.middleware.PageMiddleware",
    "rapport.core.rest.middleware.ApiMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "rapport.config.urls"
ASSEMBLY = "rapport.config"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [ROOT / room / "templates" for room in ROOMS],
        "OPTIONS": {
            "environment": "rapport.core.pages.environment.environment",
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
            "context_processors": ["rapport.core.pages.context.page_context"],
        },
    },
    {  # only for libraries that insist on Django's engine; a test proves that no page of ours comes from it
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    },
]

DATABASES = {"default": database_settings(HOME, testing=TESTING)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {  # shared by all processes: rate limits and locks-out must agree between them
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rapport.core.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # colleagues come by invitation, which proves the address
ACCOUNT_RATE_LIMITS = {  # counted in the shared cache, so that all processes agree
    "login": "30/m/ip",
    "setup": "10/m/ip,60/h/ip",
    "login_failed": "30/m/ip,10/5m/key",
    "reauthenticate": "10/m/user",
    "ask_for_mail": "10/m/ip,3/5m/key",
    "unsubscribe": "600/m/ip",  # a mail program does it for all its people from few addresses
    "stop_mails": "60/m/ip",  # a mail program stops them for all its people from few addresses
}
AXES_USERNAME_CALLABLE = "rapport.core.signin.lockout.typed_email"
AXES_LOCKOUT_CALLABLE = "rapport.core.signin.lockout.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock a colleague out from afar
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # our own log of sign-ins is shown on the audit page
AXES_VERBOSE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rapport"
MFA_ADAPTER = "rapport.core.signin.adapters.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC_URL.startswith("https://")
SOCIALACCOUNT_ADAPTER = "rapport.core.signin.adapters.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = (
    True  # a form would be stopped by form-action at the provider's address
)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.oidc_apps()}}
OIDC_DOMAINS = env.words("RAPPORT_OIDC_DOMAINS")
OIDC_ROLE = env.text("RAPPORT_OIDC_ROLE", "seller")
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

EMAIL_BACKEND = "rapport.core.company.adapters.CompanyBackend"
SMTP_URL = env.text("RAPPORT_SMTP_URL")
EMAIL_TIMEOUT = 15

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [ROOT / room / "locale" for room in ROOMS]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "ui" / "static"]
STATIC_ROOT = HOME / "static"
# Who was erased must stay so when an older backup is put back: the ledger lies beside the backups, outside the database.
ERASURES = Path(env.text("RAPPORT_BACKUPS") or HOME / "backups").expanduser() / "erasures.jsonl"
UPLOAD_MB = env.number("RAPPORT_UPLOAD_MB", 25)
IMPORT_MB = env.number("RAPPORT_IMPORT_MB", 1000)
IMPORT_FOLDER = env.text("RAPPORT_IMPORT_FOLDER")  # below it, sources may read files
FILE_UPLOAD_HANDLERS = [
    "rapport.core.files.limits.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": HOME / "files",
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "rapport.config.static.Storage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rapport.core.pages.handlers.form_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

WEBHOOK_NETWORKS = networks(env.words("RAPPORT_WEBHOOK_NETWORKS"), "RAPPORT_WEBHOOK_NETWORKS")
API_REQUESTS_A_MINUTE = env.number("RAPPORT_API_LIMIT", 600)  # of one access token
API_BODY_BYTES = 1024 * 1024
API_UPLOAD_BYTES = env.number("RAPPORT_UPLOAD_MB", 25) * 1024 * 1024 + 64 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["rapport.config.jobs"]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mails are unique by a constraint on their lower case

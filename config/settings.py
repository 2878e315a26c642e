"""Everything that can be set, read from the environment; ``docs/configuration.md`` lists it."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import environ
from csp.constants import NONE, SELF

from config import env
from config.admin_look import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(Path(env.text("SIGHTLINE_ENV_FILE", str(BASE_DIR / ".env"))))

# --- Where the state is -----------------------------------------------------------------
# `originals`, `derived`, `incoming`, `redis`, `run`, the database and the secret key.
DATA_DIR = env.private_folder(env.folder("DATA_DIR", BASE_DIR / "data"))
RUN_DIR = env.private_folder(DATA_DIR / "run")
FILE_UPLOAD_TEMP_DIR = str(env.private_folder(DATA_DIR / "incoming"))
FILE_UPLOAD_HANDLERS = [
    "catalog.intake.spooling.OnlyWithRoom",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MAX_UPLOAD_BYTES = env.integer("MAX_UPLOAD_BYTES", 20 * 1024**3, least=1, most=2**62)

# --- Who may speak to it ----------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.secret_key(DATA_DIR)
PORT = env.integer("PORT", 8000, least=1, most=65535)
BIND_ADDRESS = env.text("BIND_ADDRESS", "127.0.0.1")
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", 2, least=1, most=64)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Set behind a proxy that speaks HTTPS and overwrites X-Forwarded-Proto.
BEHIND_HTTPS = env.boolean("BEHIND_HTTPS", False)

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",  # brings the page of the API along, which else comes from the network
    "axes",
    "csp",
    "config",
    "catalog",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.security.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "config.characters.WithoutNul",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A page's template lies beside its view; `pages` holds the error and login pages.
        "DIRS": [BASE_DIR / "catalog", BASE_DIR / "catalog" / "pages"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- First run --------------------------------------------------------------------------
DEMO = env.boolean("DEMO", True)
ADMIN_PASSWORD = env.text("SIGHTLINE_ADMIN_PASSWORD")

# --- Login ------------------------------------------------------------------------------
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "pages/locked_out.html"
# Two installations on one machine differ only by port, and cookies do not know ports.
SESSION_COOKIE_NAME = f"sightline_session_{env.installation(DATA_DIR)}"
CSRF_COOKIE_NAME = f"sightline_csrf_{env.installation(DATA_DIR)}"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True

# --- What a page may do -----------------------------------------------------------------
TILE_URL = env.url("TILE_URL", ["https", "http"])
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "DENY"
_tile_hosts = [f"{urlsplit(TILE_URL).scheme}://{urlsplit(TILE_URL).netloc}"] if TILE_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:", *(host.replace("{s}", "*") for host in _tile_hosts)],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Database ---------------------------------------------------------------------------
# Hashing, probing and decoding never happen in a transaction, so no request is one.
DATABASE_URL = env.url("DATABASE_URL", ["postgres", "postgresql", "sqlite"])
DATABASES: dict[str, dict[str, Any]] = {
    "default": environ.Env.db_url_config(DATABASE_URL)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "db.sqlite3")}
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: a custody row must outlive a power cut. IMMEDIATE: a transaction that reads
    # and then writes would otherwise fail when another writer was quicker.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # A search looks rows up all over its table: mapped, that is no system call for each.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA mmap_size=2147418112;",
    }
    # A database in memory cannot be shared with the threads of a live server.
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Queue ------------------------------------------------------------------------------
# The database is the truth and the queue a hint: whatever it loses, `sweep` sends again.
REDIS_URL = env.url("REDIS_URL", ["redis", "rediss", "unix"])
# Our own Redis listens here; None when another one is named by REDIS_URL.
REDIS_SOCKET = None if REDIS_URL else env.redis_socket(DATA_DIR)
REDIS_URL = REDIS_URL or f"unix://{quote(str(REDIS_SOCKET))}"
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 6 * 60 * 60,
    "global_keyprefix": "sightline:",
    "socket_connect_timeout": 2,
    # A sender that finds the queue away must not hold up an upload: the sweep sends later.
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# Rejecting would send a file that kills its worker round for ever, counting nothing.
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "light"
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "catalog.tasks.sweep",
        "schedule": 5.0,
        "options": {"queue": "light", "expires": 5},
    },
    "tidy": {
        "task": "catalog.tasks.tidy",
        "schedule": 60.0,
        "options": {"queue": "light", "expires": 60},
    },
}

# --- Files of strangers -----------------------------------------------------------------
# What keeps a hostile file from the rest of this machine; `media_tools` reads it by itself.
CONTAINMENT = env.choice(
    "SIGHTLINE_CONTAINMENT", "best", ["best", "bubblewrap", "landlock", "none"]
)
# The embedded default serves one person's own machine and goes on without, with a warning.
# Where others come in, or a database or queue is shared, nothing is processed uncontained.
MUST_CONTAIN = bool(
    BIND_ADDRESS not in LOOPBACK or BEHIND_HTTPS or DATABASE_URL or REDIS_SOCKET is None
)

# --- Time, static files, log ------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
# Each language by its own name. Numbers and dates are written alike in all of them.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("uk", "Українська"), ("ru", "Русский")]
LANGUAGE_COOKIE_NAME = "sightline_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
FORMAT_MODULE_PATH = "config.formats"
# Named here, so that our words win where the admin has a word of its own for the same.
LOCALE_PATHS = [BASE_DIR / "catalog" / "locale"]

STATIC_URL = "static/"
_PACKAGES = {
    "leaflet": "leaflet/dist",
    "leaflet.markercluster": "leaflet.markercluster/dist",
    "world-atlas": "world-atlas",
    "topojson-client": "topojson-client/dist",
    "uplot": "uplot/dist",
    "tus-js-client": "tus-js-client/dist",
}
# Pages work without them: a list and plain fields instead of a map and charts.
STATICFILES_DIRS = [
    (f"vendor/{name}", BASE_DIR / "node_modules" / folder)
    for name, folder in _PACKAGES.items()
    if (BASE_DIR / "node_modules" / folder).is_dir()
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "catalog": {"level": LOG_LEVEL},
        "config": {"level": LOG_LEVEL},
        "media_tools": {"level": LOG_LEVEL},
        "celery": {"level": "INFO"},
        # Two lines for every task; the sweep alone would fill the log.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}

"""Settings of the Superset that `make superset` starts: on this machine only, and offline."""

from __future__ import annotations

import os

# scripts/superset.py sets both; who runs Superset by hand sets them, or is stopped here
SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
HOME = os.environ["SUPERSET_HOME"]

SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME}/superset.db?check_same_thread=false"
# a figure is read from the published file each time it is shown
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
LOG_LEVEL = "WARNING"
ENABLE_TIME_ROTATE = False
APP_NAME = "CX warehouse"

# nobody is asked and nothing is fetched: no usage pixel, no map tiles, no fonts of others
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []
FEATURE_FLAGS = {"ENABLE_TEMPLATE_PROCESSING": False}

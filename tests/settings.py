"""The product's settings, with all state in a folder of this test run's own."""

import atexit
import os
import shutil
import tempfile
from copy import deepcopy
from pathlib import Path

if "SIGHTLINE_TEST_DATA_DIR" not in os.environ:
    # Short, so that a Unix socket's path fits. Child processes find it in the environment.
    made = tempfile.mkdtemp(prefix="sightline-test-")
    os.environ["SIGHTLINE_TEST_DATA_DIR"] = made
    atexit.register(shutil.rmtree, made, ignore_errors=True)

os.environ["DATA_DIR"] = os.environ["SIGHTLINE_TEST_DATA_DIR"]
if part := os.environ.get("PYTEST_XDIST_WORKER"):
    # Each process that runs tests at the same time has a folder of its own.
    os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"], part))
    Path(os.environ["DATA_DIR"]).mkdir(exist_ok=True)
# What the developer set for `make run` is not for the tests; DATABASE_URL is, given openly.
os.environ["SIGHTLINE_ENV_FILE"] = os.devnull

from config.settings import *  # noqa: F403

# Slow on purpose in the product; the tests make hundreds of people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No power is cut in a test; in the product every commit waits until the disk has it.
DATABASES = deepcopy(DATABASES)  # noqa: F405
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

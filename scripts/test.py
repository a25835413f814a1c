"""python3 scripts/test.py [pytest options]: install what the tests need and run them all."""

import os
import sys

import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)
    os.chdir(bootstrap.ROOT)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[1:]])

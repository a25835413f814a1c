"""python3 scripts/test.py [pytest options]: install what the tests need and run them all."""

import os
import sys

import bootstrap

# A file is one worker's, so what it builds is built once; "-n 0" runs all in one process.
TWO_AT_ONCE = ["-n", "2", "--dist", "loadfile"]

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)
    os.chdir(bootstrap.ROOT)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *TWO_AT_ONCE, *sys.argv[1:]])

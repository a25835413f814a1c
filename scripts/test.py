"""python3 scripts/test.py [pytest options]: install what the tests need and run them all."""

import os
import sys

import bootstrap

# A file is one worker's, so what it builds is built once. Tests often wait, so there is one worker more than there are
# processors; "-n 0" runs all in one process.
AT_ONCE = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile"]

if __name__ == "__main__":
    bootstrap.ensure(bootstrap.RUN, bootstrap.TEST)
    os.chdir(bootstrap.ROOT)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *AT_ONCE, *sys.argv[1:]])

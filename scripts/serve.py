"""python3 scripts/serve.py [mkdocs serve options]: build the reader and serve it, reloading on change."""

import os
import sys

import bootstrap

bootstrap.ensure()
os.chdir(bootstrap.ROOT)
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
print(
    "Building; the address is printed when the site is ready (http://127.0.0.1:8000/ unless you give -a).", flush=True
)
arguments = [sys.executable, "-m", "mkdocs", "serve", *sys.argv[1:]]
os.execv(sys.executable, arguments)

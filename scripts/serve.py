"""python3 scripts/serve.py [mkdocs serve options]: build the reader and serve it, reloading on change."""

import os
import socket
import sys

import bootstrap

ADDRESS = "127.0.0.1:8000"


def main(options: list[str]) -> int:
    """Serve until interrupted; return 1 with a hint when the address is taken or cannot be used."""
    os.chdir(bootstrap.ROOT)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    if fault := unusable(address(options)):
        print(fault, file=sys.stderr)
        return 1
    print(f"Building; the address is printed when the site is ready (http://{address(options)}/).", flush=True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "mkdocs", "serve", *options])


def address(options: list[str]) -> str:
    """Return the ``host:port`` that OPTIONS ask for."""
    for place, option in enumerate(options):
        name, _, value = option.partition("=")
        if name in ("-a", "--dev-addr"):
            return value or (options[place + 1] if place + 1 < len(options) else ADDRESS)
    return ADDRESS


def unusable(place: str) -> str:
    """Return why nothing can be served at PLACE (``host:port``), or ""."""
    host, _, port = place.rpartition(":")
    host = host.strip("[]")
    if not port.isdecimal() or int(port) > 65535 or not host:
        return f"{place} is not an address; write host:port, such as {ADDRESS}"
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
    except OSError as error:
        fix = f"Stop the other server, or choose another port: scripts/serve.py -a {host}:8001"
        return f"{place}: {error.strerror}. {fix}"
    return ""


if __name__ == "__main__":
    bootstrap.ensure()
    sys.exit(main(sys.argv[1:]))

"""The types of the reader hold, and its code keeps to the rules of pyproject.toml."""

import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.parametrize("command", [["mypy"], ["ruff", "check", "scripts", "tests"]], ids=lambda command: command[0])
def test_the_checker_finds_nothing(command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

"""The types of the reader hold, and its code keeps to the rules of pyproject.toml."""

import ast
import re
import subprocess
import sys

import pytest
from conftest import ROOT

import reader


@pytest.mark.parametrize("command", [["mypy"], ["ruff", "check", "scripts", "tests"]], ids=lambda command: command[0])
def test_the_checker_finds_nothing(command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_package_imports_no_later_one():
    """The order is that of the work: the docstring of the reader and its README give the same."""
    order = re.findall(r"^(\w+) +\S.* -> ", reader.__doc__, re.MULTILINE)
    table = re.findall(r"^\| `(\w+)(?:\.py)?` \|.* → ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in table if name in order] == order
    for path in (ROOT / "scripts" / "reader").glob("*/*.py"):
        used = set(re.findall(r"^ *from reader(?:\.| import )(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert not used & {*order[order.index(path.parent.name) + 1 :]}, path


def test_no_line_of_code_is_longer_than_120():
    """What ruff does not look at: templates, sheets, scripts."""
    for path in sorted(
        path for folder in ("scripts", "docs/assets", "tests/js") for path in (ROOT / folder).rglob("*")
    ):
        if path.suffix in (".j2", ".html", ".typ", ".js", ".css"):
            lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            assert [(path.name, number) for number, line in lines if len(line) > 120] == []


def test_the_docstring_of_a_function_begins_with_a_verb():
    """Not with what it returns, an argument in capitals or a condition; a generator does not return."""
    other = re.compile(r"The|An?|Whether|How|What|Where|When|Every|Each|[A-Z]{2,}|[^A-Z].*")
    for path in (ROOT / "scripts" / "reader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = (ast.get_docstring(node) or "").split() if isinstance(node, ast.FunctionDef) else []
            if words and not any("property" in ast.unparse(one) for one in node.decorator_list):
                assert not other.fullmatch(words[0]), (path, node.name)
                yields = any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in ast.walk(node))
                assert not (yields and words[0] == "Return"), (path, node.name)

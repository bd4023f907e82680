"""No test asserts how long something takes: that says more about the machine than about the site.

What work costs is asserted in queries, rows and calls (``tests/costs.py``); seconds are told by ``make bench``. A clock
may bound how long is waited for what has to come, for longer than any machine needs.
"""

import ast
import re

import pytest

from .test_structure import ROOT, relative

TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("bench_"))
CLOCKS = {"time", "monotonic", "perf_counter", "process_time", "thread_time", "times", "getrusage", "timeit"}
CLOCKS |= {f"{name}_ns" for name in CLOCKS}
MODULES = {"time", "timeit", "os", "resource"}
#: Of what ``getrusage`` tells, memory is no time.
NO_TIME = {"ru_maxrss"}
#: Seconds that a bound has at least; milliseconds in a browser.
PATIENCE = 60


def asks_a_clock(node: ast.AST, clocks: set[str]) -> bool:
    """Whether an expression is made of a clock, of a name that holds one's time or of a function that returns it."""
    if isinstance(node, ast.Attribute) and node.attr in NO_TIME:
        return False
    if isinstance(node, ast.Name):
        return node.id in clocks
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in MODULES:
        return node.attr in CLOCKS
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(re.search(r"performance\.now\(", node.value))
    return any(asks_a_clock(child, clocks) for child in ast.iter_child_nodes(node))


def clocks_in(tree: ast.AST) -> set[str]:
    """The names of a module that hold times or return them; found anew until no more are found."""
    clocks: set[str] = set()
    while True:
        found = {
            name.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value
            if asks_a_clock(node.value, clocks)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        }
        found |= {
            function.name
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and node.value and asks_a_clock(node.value, clocks)
        }
        found |= {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in MODULES
            for name in node.names
            if name.name in CLOCKS
        }
        if found <= clocks:
            return clocks
        clocks |= found


def assertions_on_time(source: str) -> list[int]:
    """The lines of a module that assert how long something took."""
    tree = ast.parse(source)
    clocks = clocks_in(tree)
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert) and asks_a_clock(node.test, clocks)]


def short_bounds(source: str, least: float) -> list[int]:
    """The lines of a module that wait for less than a busy machine may need."""
    return [
        node.value.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword) and node.arg == "timeout"
        if isinstance(node.value, ast.Constant) and node.value.value < least
    ]


def test_no_test_asserts_how_long_something_takes():
    found = {relative(path): assertions_on_time(path.read_text(encoding="utf-8")) for path in TESTS}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_bound_is_shorter_than_a_busy_machine_needs():
    least = {path: PATIENCE * (1000 if path.parent.name == "browser" else 1) for path in TESTS}
    found = {relative(path): short_bounds(path.read_text(encoding="utf-8"), least[path]) for path in TESTS}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "started = time.monotonic()\nwork()\nassert time.monotonic() - started < 4",
        "import time as t\nfrom time import perf_counter as now\nbegan = now()\nassert now() - began <= LIMIT",
        "def cost():\n    began = time.process_time()\n    return time.process_time() - began\nassert cost() < 1",
        "before = os.times()\nused = os.times().user - before.user\nassert not used > 2",
        "used = resource.getrusage(0)\nassert used.ru_utime < 1",
        "slowest = 0.0\nslowest += time.time()\nassert slowest < 2",
        "spent = timeit.timeit(work)\nassert spent < 2",
        "took = page.evaluate('performance.now()')\nassert took < 100",
    ],
)
def test_the_rule_sees_them(source: str):
    assert assertions_on_time(source) == [source.count("\n") + 1]


def test_the_rule_allows_bounds_and_memory():
    source = "deadline = time.monotonic() + 300\nwhile not done() and time.monotonic() < deadline:\n    time.sleep(1)\n"
    source += "assert done()\nassert resource.getrusage(0).ru_maxrss < 9\ntime.sleep(1)\nassert order == [1, 2]"
    assert assertions_on_time(source) == []
    assert short_bounds("run(timeout=5)\nrun(timeout=300)\nrun(timeout=PATIENCE)", PATIENCE) == [1]


def test_seconds_are_told_by_make_bench():
    suite = (ROOT / "tests" / "suite.py").read_text(encoding="utf-8")
    assert '"bench_*.py"' in suite
    assert list((ROOT / "tests").glob("bench_*.py"))

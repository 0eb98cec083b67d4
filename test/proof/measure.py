"""Runs one program as __main__ and writes what it cost and warned of: measure.py PROGRAM RESULT.json

The libraries that the program imports are loaded first, so that what is measured is the work and not the loading of libraries.
"""
import ast
import gc
import importlib
import json
import os
import resource
import runpy
import sys
import time
import traceback
import warnings

from stand_ins import STAND_INS


def imported(path):
    """Modules and names of the imports at the top level, in order."""
    with open(path, encoding="utf8") as file:
        body = ast.parse(file.read()).body
    for statement in body:
        if isinstance(statement, ast.Import):
            yield from ((alias.name, []) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.level == 0:
            yield statement.module, [alias.name for alias in statement.names]


def load_libraries(path):
    for module, names in imported(path):
        loaded = importlib.import_module(module)
        for name in names:
            if not hasattr(loaded, name):
                importlib.import_module(f"{module}.{name}")


def seconds():
    """CPU time of this process and of its children that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_megabytes():
    kilobytes = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(kilobytes) / (1 if sys.platform != "darwin" else 1024) / 1024


def record_warnings(found):
    shown = warnings.showwarning

    def note(message, category, filename, lineno, file=None, line=None):
        found.setdefault(f"{category.__name__}: {' '.join(str(message).split())}", None)
        shown(message, category, filename, lineno, file, line)

    warnings.showwarning = note


def main():
    program, result = sys.argv[1:3]
    found = {}
    record_warnings(found)
    sys.argv = [program]
    sys.path[0] = os.path.dirname(os.path.abspath(program))
    error = None
    before, started = seconds(), time.perf_counter()
    try:
        load_libraries(program)
        for name in filter(None, os.environ.get("PROOF_STAND_IN", "").split(",")):
            STAND_INS[name]()
        gc.collect()
        before, started = seconds(), time.perf_counter()
        runpy.run_path(program, run_name="__main__")
    except BaseException as problem:  # noqa: BLE001 - whatever ends a program is what is asked
        traceback.print_exc()
        error = f"{type(problem).__name__}: {problem}"
    wall = time.perf_counter() - started
    gc.collect()
    with open(result, "w", encoding="utf8") as file:
        measured = {"cpuSeconds": seconds() - before, "wallSeconds": wall, "peakMegabytes": peak_megabytes()}
        json.dump({**measured, "warnings": list(found), "error": error}, file)
    sys.stdout.flush()


if __name__ == "__main__":
    main()

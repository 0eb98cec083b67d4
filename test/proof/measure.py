"""Runs programs as __main__ and writes what each cost and warned of: measure.py JOBS.json

A job names a program, a seed and a folder for what comes out. The libraries that the programs import are loaded once, before a process
is forked for each job, so that what is measured is the work and not the loading of libraries.
"""
import ast
import atexit
import gc
import importlib
import json
import os
import resource
import runpy
import signal
import sys
import time
import traceback
import warnings

from stand_ins import STAND_INS


def imports_of(path):
    """Modules and names of the imports at the top level, in order."""
    with open(path, encoding="utf8") as file:
        body = ast.parse(file.read()).body
    for statement in body:
        if isinstance(statement, ast.Import):
            yield from ((alias.name, []) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.level == 0:
            yield statement.module, [alias.name for alias in statement.names]


def load_libraries(path):
    for module, names in imports_of(path):
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
    return max(kilobytes) / (1024 if sys.platform != "darwin" else 1024**2)


def library_of(filename):
    """None for the program and for what comes with Python."""
    return filename.partition("site-packages" + os.sep)[2].partition(os.sep)[0] or None


# Calls whatever network it is given.
CALLS_MODULES = os.path.join("torch", "nn", "modules", "module.py")


def is_between_libraries(program):
    """Whether what calls the library that warns now is another library, and not the program."""
    frame, own = sys._getframe(1), None
    while frame and frame.f_code.co_filename != program:
        filename = frame.f_code.co_filename
        library = None if filename.endswith(CALLS_MODULES) else library_of(filename)
        own = own or library
        if library != own and library:
            return True
        frame = frame.f_back
    return False


def record_warnings(found, program):
    """A deprecation that one part of a library shows to another is no business of the program, and Python does not show it;
    neither is what a library says to one that calls it, which Python does show."""
    shown = warnings.showwarning

    def note(message, category, filename, lineno, file=None, line=None):
        hidden = issubclass(category, (DeprecationWarning, PendingDeprecationWarning)) and filename != program
        hidden = hidden or is_between_libraries(program)
        where = " inside a library" if hidden else ""
        found.setdefault(f"{category.__name__}{where}: {' '.join(str(message).split())}", None)
        shown(message, category, filename, lineno, file, line)

    warnings.showwarning = note


def run(program):
    """What the program cost. Whatever ends it is written down, and it is never asked twice."""
    found, error = {}, None
    record_warnings(found, program)
    before, started = seconds(), time.perf_counter()
    try:
        load_libraries(program)
        for name in filter(None, os.environ.get("PROOF_STAND_IN", "").split(",")):
            STAND_INS[name]()
        gc.collect()
        before, started = seconds(), time.perf_counter()
        runpy.run_path(program, run_name="__main__")
    except BaseException as problem:  # noqa: BLE001
        traceback.print_exc()
        error = f"{type(problem).__name__}: {problem}"
    wall = time.perf_counter() - started
    gc.collect()
    # Ends the worker processes that libraries keep, so that they are counted.
    atexit._run_exitfuncs()
    cost = {"cpuSeconds": seconds() - before, "wallSeconds": wall, "peakMegabytes": peak_megabytes()}
    return {**cost, "warnings": list(found), "error": error}


def in_child(job):
    signal.alarm(job["limit"])
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        os.dup2(os.open(os.path.join(job["folder"], name), os.O_WRONLY | os.O_CREAT), descriptor)
    os.chdir(job["folder"])
    os.environ["SEED"] = str(job["seed"])
    sys.argv, sys.path[0] = [job["program"]], os.path.dirname(job["program"])
    result = run(job["program"])
    sys.stdout.flush()
    sys.stderr.flush()
    with open("result.json", "w", encoding="utf8") as file:
        json.dump(result, file)


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        jobs = json.load(file)
    if len(jobs) > 1:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            load_libraries(jobs[0]["program"])
    for job in jobs:
        child = os.fork()
        if child == 0:
            try:
                in_child(job)
            finally:
                os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()

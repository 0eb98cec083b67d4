"""Compares texts with what fixes made of them: still Python, and no comment lost. One JSON object a line, both ways.

{"before": text} sets the text that the following {"id": n, "after": text} lines are compared with. For each of these
one {"id": n, "wasPython": bool, "error": str | null, "lost": [str], "added": [str]} comes back. A text that was not
Python before (print statements, say) must not get another error.
"""
import ast
import collections
import io
import json
import re
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
NOTEBOOK = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def error_of(text):
    try:
        compile(text, "fixed", "exec", NOTEBOOK)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        # Where it is may move with what a fix writes above it.
        return re.sub(r"\bline \d+", "line", str(getattr(problem, "msg", problem)))
    return None


def comments_of(text):
    found = collections.Counter()
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                found[token.string.rstrip()] += 1
    except (tokenize.TokenError, SyntaxError):
        pass
    return found


was, comments = None, collections.Counter()
for line in sys.stdin:
    one = json.loads(line)
    if "before" in one:
        was, comments = error_of(one["before"]), comments_of(one["before"])
        continue
    error, now = error_of(one["after"]), comments_of(one["after"])
    error = None if error == was else error
    lost, added = list((comments - now).elements()), list((now - comments).elements())
    print(json.dumps({"id": one["id"], "wasPython": was is None, "error": error, "lost": lost, "added": added}))

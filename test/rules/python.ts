/** Asks CPython whether texts are Python, all in one process. */
import { execFileSync } from 'node:child_process';

const SCRIPT = `
import ast, json, sys
def error(text):
    try:
        ast.parse(text)
    except SyntaxError as problem:
        return f"line {problem.lineno}: {problem.msg}"
print(json.dumps([error(text) for text in json.load(sys.stdin)]))
`;

/** For each text the syntax error, or null. */
export function syntaxErrors(texts: readonly string[]): (string | null)[] {
  const python = process.env['PYTHON'] ?? 'python3';
  const output = execFileSync(python, ['-c', SCRIPT], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output) as (string | null)[];
}

/** Puts a statement behind the imports that it needs, before anything that it has to come first for. */
import type { Import, ImportFrom } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { TextEdit } from '../text/span';
import { codeOffsets } from './gaps';
import { insertAfter } from './statements';

/**
 * `code` goes after the first block of imports at the top level that holds one of `packages`, a blank line between. Undefined when
 * there is no such block before `limit`, or it shares its last line.
 */
export function insertAfterImports(
  program: Program,
  packages: readonly string[],
  limit: number,
  code: string,
): readonly TextEdit[] | undefined {
  const imports = program.imports.filter(({ parent }) => parent?.kind === 'module');
  const first = imports.findIndex((one) => isImportOf(one, packages));
  if (first < 0) return undefined;
  let last = first;
  while (follows(program, imports[last], imports[last + 1])) last += 1;
  const statement = imports[last];
  return statement && statement.end <= limit ? insertAfter(program, statement, `\n${code}`) : undefined;
}

/** True when no other statement stands between two imports: a look at the whole body would have to be taken again after each edit. */
function follows(
  { text }: Program,
  one: Import | ImportFrom | undefined,
  next: Import | ImportFrom | undefined,
): boolean {
  if (!one || !next) return false;
  return [...codeOffsets(text, { start: one.end, end: next.start })].every((at) => /[;\\]/.test(text.charAt(at)));
}

function isImportOf(statement: Import | ImportFrom, packages: readonly string[]): boolean {
  if (statement.kind === 'importfrom') return statement.level === 0 && packages.includes(rootOf(statement.module));
  return statement.names.some(({ name }) => packages.includes(rootOf(name)));
}

const rootOf = (module: string): string => module.split('.')[0] ?? module;

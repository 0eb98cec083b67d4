/** Puts a statement behind the imports that it needs, before anything that it has to come first for. */
import type { Import, ImportFrom, Stmt } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { TextEdit } from '../text/span';
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
  const { body } = program.module;
  const first = body.findIndex((one) => isImportOf(one, packages));
  if (first < 0) return undefined;
  let last = first;
  while (isImport(body[last + 1])) last += 1;
  const statement = body[last];
  return statement && statement.end <= limit ? insertAfter(program, statement, `\n${code}`) : undefined;
}

function isImport(statement: Stmt | undefined): statement is Import | ImportFrom {
  return statement?.kind === 'import' || statement?.kind === 'importfrom';
}

function isImportOf(statement: Stmt, packages: readonly string[]): boolean {
  if (statement.kind === 'importfrom') return statement.level === 0 && packages.includes(rootOf(statement.module));
  return statement.kind === 'import' && statement.names.some(({ name }) => packages.includes(rootOf(name)));
}

const rootOf = (module: string): string => module.split('.')[0] ?? module;

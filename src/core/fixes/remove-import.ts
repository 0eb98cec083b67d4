/** Takes an import away that nothing uses once a fix is applied. */
import type { Import } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { contains, type Span, type TextEdit } from '../text/span';
import { hasComment } from './gaps';
import { removeStatement } from './remove-statement';

/**
 * The edits for `import name`, of which only the uses in `removed` are left out of account: none where something else
 * uses it, undefined where it is unused afterwards but cannot be taken out (`from module import name`, an alias).
 */
export function removeUnusedImport(
  program: Program,
  name: string,
  removed: readonly Span[],
): readonly TextEdit[] | undefined {
  const isGone = (use: Span): boolean => removed.some((one) => contains(one, use));
  if (!program.names(name).every(isGone)) return [];
  const found = program.imports.filter(
    (one): one is Import => one.kind === 'import' && one.names.some((each) => each.name === name && !each.alias),
  );
  const [only] = found;
  if (!only || found.length > 1) return undefined;
  if (only.names.length === 1) return removeStatement(program, only);
  const text = program.text.slice(only.start, only.end);
  if (hasComment(program.text, only)) return undefined;
  const newText = text.replace(new RegExp(`(\\bimport\\s+)${name}\\s*,\\s*|\\s*,\\s*${name}\\b(?!\\.)`), '$1');
  return [{ span: { start: only.start, end: only.end }, newText }];
}

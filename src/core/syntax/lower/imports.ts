/** Turns import statements into the plain tree. */
import type { ImportedName, Import, ImportFrom, Stmt } from '../ast';
import { fieldOf, fieldsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { span } from './common';

export function importStatement(builder: Builder, raw: RawNode): Stmt {
  const names = fieldsOf(raw, 'name').map((name) => importedName(builder, name));
  return finish<Import>(builder, { kind: 'import', ...span(raw), names });
}

export function importFrom(builder: Builder, raw: RawNode): Stmt {
  const written = sourceOf(builder, fieldOf(raw, 'module_name')).replaceAll(/\s/g, '');
  const module = raw.type === 'future_import_statement' ? '__future__' : written;
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  return finish<ImportFrom>(builder, {
    kind: 'importfrom',
    ...span(raw),
    module: module.slice(dots),
    level: dots,
    names: fieldsOf(raw, 'name').map((name) => importedName(builder, name)),
    star: raw.children.some((child) => child.type === 'wildcard_import'),
  });
}

function importedName(builder: Builder, raw: RawNode): ImportedName {
  if (raw.type !== 'aliased_import') return { name: sourceOf(builder, raw), alias: null };
  return { name: sourceOf(builder, fieldOf(raw, 'name')), alias: sourceOf(builder, fieldOf(raw, 'alias')) };
}

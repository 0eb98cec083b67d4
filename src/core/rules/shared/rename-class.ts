/** Calls another class of the same module, its import with it. */
import { reference } from '../../fixes/reference';
import type { Call } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';
import { spanOf } from '../../text/span';
import type { Model } from '../../model/model';
import type { ImportNeed } from '../rule';

export interface Renamed {
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}

export interface Renaming {
  readonly module: string;
  readonly old: string;
  readonly name: string;
}

/** The import of the old class is renamed when nothing else uses it. */
export function renameClass(model: Model, call: Call, renaming: Renaming): Renamed | undefined {
  const { func } = call;
  const { module, old, name } = renaming;
  if (func.kind === 'attribute' && func.attr === old) {
    const start = func.end - old.length;
    return { edits: [{ span: { start, end: func.end }, newText: name }], imports: [] };
  }
  if (func.kind !== 'name') return undefined;
  const inImport = func.id === old ? soleImport(model, call, renaming) : undefined;
  if (inImport) return { edits: [inImport, { span: spanOf(func), newText: name }], imports: [] };
  const { expression, imports } = reference(model.program, `${module}.${name}`, call);
  return { edits: [{ span: spanOf(func), newText: expression }], imports };
}

/** The place of the old class in its import, when this call is the only use of it. */
function soleImport(model: Model, call: Call, { module, old, name }: Renaming): TextEdit | undefined {
  const { program } = model;
  const isUsedElsewhere = program.names(old).some((one) => one !== call.func);
  if (isUsedElsewhere) return undefined;
  const statements = program.imports.filter(
    (one) => one.kind === 'importfrom' && one.module === module && one.names.some((each) => each.name === old),
  );
  const [statement] = statements;
  if (!statement || statements.length > 1 || enclosing(statement, 'try')) return undefined;
  const taken =
    program.names(name).length > 0 || program.imports.some((one) => one.names.some((each) => each.name === name));
  const at = program.text.slice(statement.start, statement.end).search(new RegExp(`\\b${old}\\b(?!\\s+as\\b)`));
  if (taken || at < 0) return undefined;
  const start = statement.start + at;
  return { span: { start, end: start + old.length }, newText: name };
}

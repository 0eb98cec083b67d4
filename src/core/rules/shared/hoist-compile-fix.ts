/** Compiles a function once, in front of the loop that compiled it in every iteration. */
import { indentOf } from '../../fixes/indent';
import { beginsLine } from '../../fixes/lines-of';
import type { Recompiled } from '../../model/compiled/recompiled';
import type { Model } from '../../model/model';
import { statementOf } from '../../syntax/walk';
import { dominantLineEnd } from '../../text/lines';
import { spanOf, type TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { hoistedStatement } from './hoist-statement';

const REASON =
  'The function is then traced once: prints in it, and values that it reads from objects outside, are those of the first iteration.';

export function hoistCompileFixes(model: Model, site: Recompiled): Fix[] {
  const edits = site.kind === 'invariant' ? editsFor(model, site) : undefined;
  if (!edits) return [];
  return [{ title: 'Move the compilation in front of the loop', safety: 'review', reason: REASON, edits, imports: [] }];
}

function editsFor(model: Model, { definition, compile, loop, calls }: Recompiled): readonly TextEdit[] | undefined {
  if (definition) return hoistedStatement(model, definition, definition.name, loop);
  const statement = statementOf(compile);
  if (statement?.kind === 'assign' && statement.value === compile) {
    const [target, ...rest] = statement.targets;
    return target?.kind === 'name' && rest.length === 0
      ? hoistedStatement(model, statement, target.id, loop)
      : undefined;
  }
  return calls[0]?.func === compile ? named(model, compile, loop) : undefined;
}

const NAME = 'compiled';

/** `jax.jit(lambda x: ...)(x)`: what is compiled gets a name. */
function named(
  model: Model,
  compile: Recompiled['compile'],
  loop: Recompiled['loop'],
): readonly TextEdit[] | undefined {
  const { text } = model.program;
  const source = text.slice(compile.start, compile.end);
  if (model.program.mentions(NAME) || source.includes('\n') || !beginsLine(text, loop)) return undefined;
  const line = `${NAME} = ${source}${dominantLineEnd(text)}${indentOf(text, loop.start)}`;
  return [
    { span: { start: loop.start, end: loop.start }, newText: line },
    { span: spanOf(compile), newText: NAME },
  ];
}

/** Collects the parts of a table or an array in a list, and joins them behind the loop. */
import { insertAfter, insertBefore } from '../../fixes/edits';
import { hidesComment } from '../../fixes/gaps';
import { reference } from '../../fixes/reference';
import { tableAt } from '../../model/frames/frame';
import type { Grown } from '../../model/frames/grown';
import { reachingBindings } from '../../model/lookup';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import { asBoolean } from '../../model/values';
import type { Argument, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Fix, ImportNeed } from '../rule';

/** What stands before the loop, in it and behind it. */
interface Rewrite {
  readonly before: string;
  readonly inside: string;
  readonly after: string;
  readonly imports: readonly ImportNeed[];
  /** Why it has to be asked about; absent where it makes the same. */
  readonly reason?: string;
}

export function grownFix(model: Model, one: Grown): Fix | undefined {
  const { statement, loop, name } = one;
  const { program } = model;
  const list = `${name.slice(name.lastIndexOf('.') + 1)}_parts`;
  if (
    (one.kind !== 'rows' && statement.targets[0]?.kind === 'subscript') ||
    program.mentions(list) ||
    loop.orelse.length > 0 ||
    hidesComment(program.text, statement)
  )
    return undefined;
  if (startsInLoop(model, one) || leaves(one) || isKeptBuffer(one)) return undefined;
  const done = rewrite(model, one, list);
  const before = done && insertBefore(program, loop, done.before);
  const after = done && insertAfter(program, loop, done.after);
  if (!before || !after) return undefined;
  const base = {
    title: done.reason === undefined ? 'Move the parts into a list' : 'Move the rows into a list',
    edits: [...before, { span: spanOf(statement), newText: done.inside }, ...after],
    imports: done.imports,
  };
  return done.reason === undefined ? { ...base, safety: 'safe' } : { ...base, safety: 'review', reason: done.reason };
}

/** The first turn gives the first part, so there is none before the loop. */
function startsInLoop(model: Model, { loop, statement, name }: Grown): boolean {
  return [...descend(loop)].some(
    (node) => node.kind === 'assign' && node !== statement && node.targets.some((one) => textOf(model, one) === name),
  );
}

/** What is made outside the loop may be filled anew in each turn, which a copy does not see. */
function isKeptBuffer({ added, loop }: Grown): boolean {
  if (added?.kind === 'attribute' || added?.kind === 'subscript') return true;
  return added?.kind === 'name' && !reachingBindings(added).every(({ node }) => isInside(node, loop) || node === loop);
}

const isInside = (node: Node, outer: Node): boolean => outer.start <= node.start && node.end <= outer.end;

/** Who leaves a function from inside the loop leaves what others see without its parts. */
function leaves({ loop }: Grown): boolean {
  return [...descend(loop)].some(({ kind }) => kind === 'return' || kind === 'yield' || kind === 'await');
}

function rewrite(model: Model, one: Grown, list: string): Rewrite | undefined {
  switch (one.kind) {
    case 'append':
      return ofAppend(model, one, list);
    case 'rows':
      return ofRows(model, one, list);
    default:
      return ofJoin(model, one, list);
  }
}

const KEPT = /^(axis|dim|ignore_index|sort)$/;

/** `df = pd.concat([df, more], ignore_index=True)`. */
function ofJoin(model: Model, { name, call, added }: Grown, list: string): Rewrite | undefined {
  if (!call || !added) return undefined;
  const isAppend = call.func.kind === 'attribute' && call.func.attr === 'append';
  const rest = call.args.slice(isAppend ? 2 : 1);
  if (!rest.every((each) => each.star === '' && (each.name === null || KEPT.test(each.name)))) return undefined;
  // Without an axis it flattens, of which a list of parts may not be capable.
  if (isAppend && rest.length === 0) return undefined;
  const written = textOf(model, call.func);
  const func = isAppend ? written.replace(/append$/, 'concatenate') : written;
  return {
    before: `${list} = [${name}]`,
    inside: `${list}.append(${textOf(model, added)})`,
    after: `${name} = ${func}(${[list, ...rest.map((each) => textOf(model, each))].join(', ')})`,
    imports: [],
  };
}

/** `df = df.append(more)` of a table, or of a dictionary that is one row. */
function ofAppend(model: Model, { name, call, added, loop }: Grown, list: string): Rewrite | undefined {
  if (!call || !added || call.args.some(({ name: keyword }, at) => at > 0 && keyword !== 'ignore_index'))
    return undefined;
  const concat = reference(model.program, 'pandas.concat', loop);
  const rest = call.args.slice(1).map((each) => `, ${textOf(model, each)}`);
  const inside = `${list}.append(${textOf(model, added)})`;
  if (tableAt(model, added)?.kind === 'frame') {
    const after = `${name} = ${concat.expression}(${list}${rest.join('')})`;
    return { before: `${list} = [${name}]`, inside, after, imports: concat.imports };
  }
  if (added.kind !== 'dict' || !ignoresIndex(model, call)) return undefined;
  const frame = reference(model.program, 'pandas.DataFrame', loop);
  return {
    before: `${list} = []`,
    inside,
    after: `${name} = ${concat.expression}([${name}, ${frame.expression}(${list})]${rest.join('')})`,
    imports: [...concat.imports, ...frame.imports],
    reason: 'Columns may get other types than when each row is joined with the rows so far.',
  };
}

const ignoresIndex = (model: Model, { args }: { args: readonly Argument[] }): boolean =>
  args.some(({ name, value }) => name === 'ignore_index' && asBoolean(model.value(value)) === true);

/** `df.loc[len(df)] = [a, b]`. */
function ofRows(model: Model, { name, statement, loop }: Grown, list: string): Rewrite | undefined {
  const { value, targets } = statement;
  if (!value || !/^(list|tuple)$/.test(value.kind) || targets.length > 1) return undefined;
  const [concat, frame] = [
    reference(model.program, 'pandas.concat', loop),
    reference(model.program, 'pandas.DataFrame', loop),
  ];
  return {
    before: `${list} = []`,
    inside: `${list}.append(${textOf(model, value)})`,
    after: `${name} = ${concat.expression}([${name}, ${frame.expression}(${list}, columns=${name}.columns)], ignore_index=True)`,
    imports: [...concat.imports, ...frame.imports],
    reason: 'The rows are numbered from 0, and columns may get other types than when each row is put in by itself.',
  };
}

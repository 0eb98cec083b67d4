/** Settings that a program gives an object after it was made: `args.epochs = 20`, `config.batch_size = 64`. */
import type { Node } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { enclosing } from '../syntax/walk';
import { dotted } from './traverse';
import type { Evaluator, Member } from './value-algebra';
import type { Value } from './values';

/** The number or text last assigned on every path to a use at `at`; undefined when none is sure to be. */
export function assignedBefore(node: Member, at: Node, program: Program, evaluator: Evaluator): Value | undefined {
  const holder = dotted(node.value);
  if (holder === undefined || /^(self|cls)\b/.test(holder)) return undefined;
  const last = program.attributes(node.attr).findLast((target) => {
    const statement = target.parent;
    return (
      statement?.kind === 'assign' &&
      statement.targets.includes(target) &&
      statement.end <= at.start &&
      dotted(target.value) === holder &&
      isPassed(statement, at)
    );
  });
  const written = last?.parent?.kind === 'assign' ? last.parent.value : null;
  const value = written ? evaluator.value(written) : undefined;
  const isPlain = value?.alternatives.every((one) => one.type === 'number' || one.type === 'string');
  return value && isPlain && value.certainty !== 'unknown' ? value : undefined;
}

/** Every path to `use` within its function passes `change`. */
function isPassed(change: Node, use: Node): boolean {
  if (enclosing(change, 'function') !== enclosing(use, 'function')) return false;
  const branch = enclosing(change, 'if', 'try', 'for', 'while', 'function', 'class');
  return !branch || branch.kind === 'function' || (branch.start <= use.start && use.end <= branch.end);
}

/** Texts that are put together from parts: f-strings and sums, read when every part is known. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';

/** Every text that the expression may be; undefined when a part cannot be read. */
export function formatted(model: Model, expression: Expr): readonly string[] | undefined {
  if (expression.kind === 'binary' && expression.op === '+') {
    return combined(formatted(model, expression.left), formatted(model, expression.right));
  }
  if (expression.kind !== 'fstring') return texts(model, expression);
  const source = model.program.text.slice(expression.start, expression.end);
  const body = /^[fF]("|')(?!\1\1)([\s\S]*)\1$/.exec(source)?.[2];
  if (body === undefined || /[\\]|\{\{|\}\}/.test(body)) return undefined;
  const literals = body.split(/\{[^{}]*\}/);
  if (literals.length !== expression.parts.length + 1) return undefined;
  return expression.parts.reduce<readonly string[] | undefined>(
    (before, part, index) => combined(combined(before, texts(model, part)), [literals[index + 1] ?? '']),
    [literals[0] ?? ''],
  );
}

function texts(model: Model, part: Expr): readonly string[] | undefined {
  const { alternatives } = model.value(part);
  const found = alternatives.flatMap((one) => (one.type === 'string' || one.type === 'number' ? [`${one.value}`] : []));
  return found.length > 0 && found.length === alternatives.length ? found : undefined;
}

function combined(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  return left && right && left.flatMap((one) => right.map((other) => one + other));
}

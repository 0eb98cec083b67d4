/** Hands a loop counter to a compiled TensorFlow function as a tensor, where the function only passes it on to summaries. */
import { lastPart } from '../../model/canonical';
import type { ChangingArgument } from '../../model/compiled/changing-arguments';
import type { Model } from '../../model/model';
import type { Call, Name } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { bindingIn } from '../../model/bind';
import type { Fix } from '../rule';

export function counterFixes(model: Model, changing: ChangingArgument): Fix[] {
  const { definition, param, value, by, call } = changing;
  const module = by === 'tensorflow' ? tensorflowIn(model, changing) : undefined;
  if (!module) return [];
  const uses = [...descend(definition)].filter((node): node is Name => node.kind === 'name' && node.id === param.name);
  if (!uses.every((use) => isSummaryStep(model, use))) return [];
  const others = model.callersOf(definition).filter((one) => one !== call);
  if (others.some((one) => bindingIn(one, definition, param)?.kind === 'name')) return [];
  return [
    {
      title: `Wrap the counter in ${module}.constant`,
      safety: 'review',
      reason: 'The function then gets a tensor in place of a Python number.',
      edits: [
        { span: { start: value.start, end: value.start }, newText: `${module}.constant(` },
        { span: { start: value.end, end: value.end }, newText: ', dtype="int64")' },
      ],
      imports: [],
    },
  ];
}

/** `tf` of `@tf.function`. */
function tensorflowIn(model: Model, { definition }: ChangingArgument): string | undefined {
  const [decorator] = definition.decorators;
  const head = decorator?.kind === 'call' ? decorator.func : decorator;
  return head?.kind === 'attribute' ? model.program.text.slice(head.value.start, head.value.end) : undefined;
}

/** `tf.summary.scalar("loss", loss, step=step)` takes any integer tensor. */
function isSummaryStep(model: Model, use: Name): boolean {
  const argument = use.parent;
  const call = argument?.kind === 'argument' ? argument.parent : null;
  if (call?.kind !== 'call' || argument?.kind !== 'argument' || argument.name !== 'step') return false;
  return isSummary(model, call);
}

function isSummary(model: Model, { func }: Call): boolean {
  return model
    .origins(func)
    .some(
      (one) =>
        one.kind === 'external' &&
        one.name.startsWith('tensorflow.summary.') &&
        /^(scalar|histogram|image|text|audio)$/.test(lastPart(one.name)),
    );
}

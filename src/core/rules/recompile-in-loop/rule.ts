/** Finds loops that compile the same function again and again, with JAX or TensorFlow. */
import { type ChangingArgument, changingArguments } from '../../model/compiled/changing-arguments';
import { type Recompiled, recompiled } from '../../model/compiled/recompiled';
import { countOf } from '../../model/inference/loop-kind';
import type { Model } from '../../model/model';
import type { Loop } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { counterFixes } from '../shared/counter-fix';
import { hoistCompileFixes } from '../shared/hoist-compile-fix';
import { importOf } from '../shared/import-of';
import { innermostLoop } from '../../model/epoch-loops';
import type { Level } from '../shared/level';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'TensorFlow guide "Better performance with tf.function" and JAX "JIT and caching": tracing is expensive; no figure',
);

export const rule: Rule = {
  meta: {
    id: 'recompile-in-loop',
    summary: 'A loop compiles the same function again in every iteration.',
    category: 'jax-tensorflow',
    severity: 'warning',
    frameworks: ['jax', 'keras'],
    triggers: ['jit', 'tf.function', 'function', 'pmap'],
    requires: [
      [importOf('jax', 'flax', 'equinox', 'tensorflow')],
      ['for ', 'while '],
      [
        /\b(?:jit|pmap|filter_jit)\b|\btf\w*\.function\b|\bimport\b.*\bfunction\b|tensorflow\.(?:compat\.v\d\.)?function/,
      ],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      iterations: { default: 10, minimum: 2, description: 'Loops that are known to be shorter are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const least = options['iterations'] ?? 10;
    for (const site of recompiled(model)) if (isLong(model, site.loop, least)) yield compiledAnew(model, site);
    for (const one of changingArguments(model)) if (isLong(model, one.loop, least)) yield counted(model, one);
  },
};

const isLong = (model: Model, loop: Loop, least: number): boolean =>
  loop.kind === 'while' || (countOf(model, loop.iter) ?? least) >= least;

const LEVELS: Readonly<Record<Recompiled['kind'], Level>> = { invariant: 'warning', data: 'information' };

function compiledAnew(model: Model, site: Recompiled): Finding {
  const { compile, loop, kind, amortised } = site;
  return finding(loop, {
    severity: amortised ? 'information' : LEVELS[kind],
    span: spanOf(compile),
    message: 'Every iteration compiles a new function',
    notes: [
      kind === 'data'
        ? 'hand what changes over as an argument, and compile the function once in front of the loop'
        : 'compile it once, in front of the loop',
    ],
    facts: { kind },
    fixes: hoistCompileFixes(model, site),
  });
}

function counted(model: Model, one: ChangingArgument): Finding {
  const { call, value, loop, by } = one;
  return finding(loop, {
    severity: innermostLoop(call) === loop ? 'warning' : 'information',
    span: spanOf(value),
    message: `\`${one.definition.name}\` is compiled again for every value of \`${value.id}\``.slice(0, 80),
    notes: [
      by === 'jax'
        ? 'a static argument is a part of the program; leave it out of the static ones where it is only computed with'
        : 'a Python number is a part of the graph; hand over a tensor, or leave it out',
    ],
    facts: { kind: 'counter' },
    fixes: counterFixes(model, one),
  });
}

type Told = Pick<Finding, 'severity' | 'span' | 'message' | 'notes' | 'facts' | 'fixes'>;

function finding(loop: Loop, told: Told): Finding {
  return {
    rule: rule.meta.id,
    related: [{ span: spanOf(loop.kind === 'for' ? loop.iter : loop.test), message: 'Once for each of these' }],
    saving: SAVING,
    workload: null,
    ...told,
  };
}

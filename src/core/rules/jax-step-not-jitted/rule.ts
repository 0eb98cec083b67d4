/** Finds training steps of JAX that nothing compiles: each operation is dispatched on its own. */
import { eagerSteps, type EagerStep } from '../../model/compiled/jax-steps';
import { innermostLoop } from '../../model/epoch-loops';
import { countOf } from '../../model/inference/loop-kind';
import type { Model } from '../../model/model';
import { scaleOfProgram } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import type { Loop } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { importOf } from '../shared/import-of';
import { jitFixes } from '../shared/jit-fix';
import { atScale, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'JAX documentation, "Just-in-time compilation": fused and specialised programs; no figure for training',
);

export const rule: Rule = {
  meta: {
    id: 'jax-step-not-jitted',
    summary: 'A training step of JAX runs one operation at a time, because nothing compiles it.',
    category: 'jax-tensorflow',
    severity: 'warning',
    frameworks: ['jax'],
    triggers: ['grad'],
    requires: [
      [importOf('jax', 'flax', 'equinox', 'haiku')],
      ['for ', 'while '],
      [/\b(?:filter_)?(?:value_and_)?grad\b/],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      steps: { default: 2000, minimum: 1, description: 'Loops that are known to be shorter are reported as hints.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest || isSwitchedOff(model)) return;
    for (const site of eagerSteps(model)) yield findingOf(model, site, options['steps'] ?? 2000);
  },
};

/** Compilation is switched off on purpose, of which `debug-mode-left-on` speaks. */
const isSwitchedOff = ({ program }: Model): boolean =>
  program.mentions('disable_jit') || program.first(/jax_disable_jit|JAX_DISABLE_JIT/) !== undefined;

function findingOf(model: Model, site: EagerStep, least: number): Finding {
  const scale = scaleOf(model, site, least);
  const fixes = jitFixes(model, site);
  return {
    rule: rule.meta.id,
    severity: atScale('warning', scale),
    span: spanOf(site.gradient),
    message: 'The training step is not compiled: no jax.jit around it',
    notes: notes(
      scaleNote('warning', scale),
      site.step === null && 'put gradient and update into one function and compile that',
    ),
    related: [
      {
        span: spanOf(site.loop.kind === 'for' ? site.loop.iter : site.loop.test),
        message: 'Runs once for each of these',
      },
    ],
    facts: { steps: stepsOf(model, site.loop) },
    saving: SAVING,
    workload: null,
    fixes,
  };
}

function scaleOf(model: Model, { loop }: EagerStep, least: number): Scale {
  const steps = stepsOf(model, loop);
  if (steps !== null && steps < least) return { size: 'short', because: `only ${steps} steps`, light: false };
  return scaleOfProgram(model);
}

/** How often the loop runs with all loops around it in its function; null where one cannot be counted. */
function stepsOf(model: Model, loop: Loop): number | null {
  const own = loop.kind === 'for' ? countOf(model, loop.iter) : undefined;
  const outer = innermostLoop(loop);
  const around = outer ? stepsOf(model, outer) : 1;
  return own === undefined || around === null ? null : own * around;
}

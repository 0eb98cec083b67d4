/** Finds debugging switches of frameworks that are left on in code that trains. */
import { kerasWork } from '../../model/keras-work';
import type { Model } from '../../model/model';
import { type KerasFit, kerasFits } from '../../model/trainers/keras-fit';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { configurationSwitches } from '../shared/debug-arguments';
import { calledSwitches } from '../shared/debug-calls';
import { isChosen, isSwitchedBack } from '../shared/debug-context';
import { environmentSwitches, jaxSwitches } from '../shared/debug-environment';
import type { DebugSwitch } from '../shared/debug-switch';
import { lowered, unlessShort } from '../shared/level';
import { notes } from '../shared/notes';
import { trainsSomething } from '../shared/trains-something';
import { scaleOfProgram } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified('train', 'PyTorch performance tuning guide: disable debugging APIs; no reliable figure');

export const rule: Rule = {
  meta: {
    id: 'debug-mode-left-on',
    summary: 'A debugging switch that slows every training step down is left on.',
    category: 'loop',
    severity: 'warning',
    frameworks: ['torch', 'lightning', 'keras', 'huggingface', 'jax'],
    triggers: [
      'detect_anomaly',
      'run_eagerly',
      'run_functions_eagerly',
      'enable_check_numerics',
      'enable_debug_mode',
      'disable_jit',
      'debug_nans',
      'debug_infs',
      'DEBUG_NANS',
      'DISABLE_JIT',
      'CUDA_LAUNCH_BLOCKING',
      'full_determinism',
      'use_deterministic_algorithms',
      'underflow_overflow',
      'profiler',
    ],
    requires: [
      ['True', 'detect_anomaly', 'enable_', 'disable_jit', '1', 'underflow_overflow', 'advanced', 'AdvancedProfiler'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    const switches = SWITCHES.flatMap((find) => find(model)).sort((a, b) => a.node.start - b.node.start);
    if (switches.length === 0 || !trainsSomething(model)) return;
    for (const one of switches) {
      if (model.isIgnored(one.node) || isChosen(model, one.node) || isSwitchedBack(one, switches)) continue;
      if (one.state === 'on') yield findingOf(model, one);
    }
  },
};

const SWITCHES = [calledSwitches, jaxSwitches, environmentSwitches, configurationSwitches];

function findingOf(model: Model, one: DebugSwitch): Finding {
  const scale = isSmall(model) ? SHORT : scaleOfProgram(model);
  const level = lowered(one.level, one.via === null ? 0 : 1);
  return {
    rule: rule.meta.id,
    severity: unlessShort(level, scale),
    span: spanOf(one.node),
    message: one.via === null ? one.message : `${one.name} is on by default`,
    notes: notes(
      one.note,
      one.via !== null && `${one.via} can switch it off; its default is on`,
      scale.size === 'short' && scale.because,
    ),
    related: [],
    facts: { switch: one.name },
    saving: SAVING,
    workload: model.workloads.find((workload) => workload.kind === 'train')?.id ?? null,
    fixes: one.via === null ? one.fixes : [],
  };
}

const SHORT: Scale = { size: 'short', because: 'the run is short', light: true };

/** Every training run that the source determines goes through nothing but light layers. */
function isSmall(model: Model): boolean {
  const runs = model.workloads.filter((workload) => workload.kind === 'train');
  if (runs.length === 0) return false;
  const fits = kerasFits(model);
  return fits.length === runs.length && fits.every((fit) => isLight(model, fit));
}

/** Dense layers of usual width over a table. */
function isLight(model: Model, { receiver }: KerasFit): boolean {
  const { heavy, complete } = kerasWork(model, receiver);
  return complete && !heavy;
}

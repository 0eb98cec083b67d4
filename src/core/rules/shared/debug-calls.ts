/** Debugging switches that are calls or contexts: what they do holds for the whole program, or for the block. */
import { renameCallee, replaceExpression } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { Call } from '../../syntax/ast';
import type { Model } from '../../model/model';
import { asBoolean } from '../../model/values';
import { calleeName, callsIn } from '../../model/traverse';
import { contains } from '../../text/span';
import type { Fix } from '../rule';
import { overriddenBy, switchOff, type DebugSwitch } from './debug-switch';
import type { Level } from './level';

/** How a call switches: by its first argument or `keyword`, by being called at all, or back by another function. */
interface Known {
  readonly names: readonly string[];
  readonly keyword?: string;
  /** The call without an argument switches on. */
  readonly bare?: true;
  readonly level: Level;
  readonly message: string;
  readonly note?: string;
  /** What turns it off, where that is another function. */
  readonly off?: string;
  readonly fixable: boolean;
}

const CALLS: readonly Known[] = [
  {
    names: ['torch.autograd.set_detect_anomaly', 'torch.autograd.anomaly_mode.set_detect_anomaly'],
    keyword: 'mode',
    level: 'warning',
    message: 'Anomaly detection is on for every backward pass',
    fixable: true,
  },
  {
    names: ['torch.autograd.detect_anomaly', 'torch.autograd.anomaly_mode.detect_anomaly'],
    bare: true,
    level: 'warning',
    message: 'Anomaly detection is on for every backward pass',
    off: 'torch.autograd.set_detect_anomaly',
    fixable: true,
  },
  {
    names: ['torch.use_deterministic_algorithms'],
    keyword: 'mode',
    level: 'hint',
    message: 'Deterministic algorithms are forced, which are slower ones',
    note: 'bit-equal runs can be worth it; switch it off where nobody compares them',
    fixable: false,
  },
  {
    names: [
      'tensorflow.config.run_functions_eagerly',
      'tensorflow.config.experimental_run_functions_eagerly',
      'tensorflow.config.experimental.run_functions_eagerly',
    ],
    keyword: 'run_eagerly',
    level: 'warning',
    message: 'Every tf.function runs eagerly, without its graph',
    fixable: true,
  },
  {
    names: ['tensorflow.debugging.enable_check_numerics'],
    bare: true,
    level: 'warning',
    message: 'Every TensorFlow operation checks its result for NaN and infinity',
    off: 'tensorflow.debugging.disable_check_numerics',
    fixable: true,
  },
  {
    names: ['tensorflow.data.experimental.enable_debug_mode'],
    bare: true,
    level: 'warning',
    message: 'tf.data runs in debug mode: eagerly and one element at a time',
    fixable: false,
  },
  {
    names: ['jax.disable_jit'],
    keyword: 'disable',
    bare: true,
    level: 'warning',
    message: 'jit is disabled: every JAX operation runs on its own',
    fixable: true,
  },
  {
    names: ['jax.debug_nans', 'jax.debug_infs'],
    keyword: 'val',
    level: 'warning',
    message: 'Every JAX computation is checked for NaN',
    fixable: true,
  },
];

export function calledSwitches(model: Model): DebugSwitch[] {
  return CALLS.flatMap((known) => {
    const offs = known.off === undefined ? [] : model.callsOf(known.off).map(({ call }) => call);
    const resets = known.keyword === undefined ? offs.map((call) => offSwitch(known, call)) : [];
    const found = model.callsOf(...known.names).flatMap(({ call }) => calledSwitch(model, known, call));
    return [...found, ...resets];
  });
}

function offSwitch(known: Known, call: Call): DebugSwitch {
  return { ...described(known), node: call, state: 'off', via: null, fixes: [] };
}

function calledSwitch(model: Model, known: Known, call: Call): DebugSwitch[] {
  const given = call.args.find((one) => one.name === known.keyword) ?? call.args.find((one) => one.name === null);
  if (call.args.some((one) => one.star !== '') || !coversTraining(model, call)) return [];
  if (!given || known.keyword === undefined) {
    if (!known.bare || known.names.some((name) => name.endsWith('detect_anomaly') && call.args.length > 0)) return [];
    return [{ ...described(known), node: call, state: 'on', via: null, fixes: bareFix(model, known, call) }];
  }
  const value = model.value(given.value);
  const mode = asBoolean(value);
  if (mode === undefined) return [];
  const edits = known.fixable && given.value.kind === 'constant' ? replaceExpression(given.value, 'False') : undefined;
  return [
    {
      ...described(known),
      node: call,
      state: mode ? 'on' : 'off',
      via: overriddenBy(value),
      fixes: switchOff(nameOf(known), edits),
    },
  ];
}

const nameOf = (known: Known): string => (known.names[0] ?? '').split('.').slice(-1).join('');

function described(known: Known): Pick<DebugSwitch, 'name' | 'level' | 'message' | 'note'> {
  return { name: nameOf(known), level: known.level, message: known.message, note: known.note ?? null };
}

/** `detect_anomaly()` becomes `set_detect_anomaly(False)`, which is a context as well. */
function bareFix(model: Model, known: Known, call: Call): Fix[] {
  if (!known.fixable) return [];
  if (known.off === undefined) {
    const at = call.end - 1;
    return call.args.length > 0 ? [] : switchOff(nameOf(known), [{ span: { start: at, end: at }, newText: 'False' }]);
  }
  const { expression, imports } = reference(model.program, known.off, call);
  const edits = [...renameCallee(call, expression)];
  const close = call.end - 1;
  if (known.off.endsWith('set_detect_anomaly')) edits.push({ span: { start: close, end: close }, newText: 'False' });
  else if (call.args.length > 0) return [];
  return switchOff(nameOf(known), edits, imports);
}

/** A context counts when it holds a training step; anywhere else the switch is for the whole program. */
function coversTraining(model: Model, call: Call): boolean {
  const block = call.parent?.kind === 'with' ? call.parent : undefined;
  if (!block) return true;
  if (model.trainingLoops.some(({ backward, step }) => contains(block, backward) || contains(block, step))) return true;
  for (const statement of block.body)
    for (const one of callsIn(statement)) {
      const name = calleeName(one);
      if (/^(fit\w*|train\w*|learn|update\w*|train_step)$/.test(name) && one.args.length > 0) return true;
    }
  return false;
}

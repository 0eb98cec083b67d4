/** Debugging switches that are arguments of a trainer or of `compile`. */
import { setKeyword } from '../../fixes/edits';
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { asBoolean, asString } from '../../model/values';
import { KERAS_MODELS } from '../../model/trainers/keras-fit';
import { TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { isTrial, TRAINER } from '../../model/trainers/lightning';
import type { Fix } from '../rule';
import type { DebugSwitch } from './debug-switch';
import { eagerFix, needsEagerCode } from './eager-code';
import { isShortRun } from './lightning-precision';
import type { Level } from './level';

/** Configurations of TRL that are training arguments as well. */
const CONFIGS = ['SFT', 'DPO', 'KTO', 'ORPO', 'CPO', 'GRPO', 'RLOO', 'Reward', 'PPO'].map(
  (name) => `trl.${name}Config`,
);

export function configurationSwitches(model: Model): readonly DebugSwitch[] {
  return [...trainerSwitches(model), ...argumentSwitches(model), ...compileSwitches(model)];
}

interface Site {
  readonly call: Call;
  readonly given: Arguments;
}

interface Wanted {
  readonly name: string;
  readonly level: Level;
  readonly message: string;
  readonly note: string | null;
  /** What the fix writes. */
  readonly off: string;
  readonly safety: 'safe' | 'review';
}

/** The switch at an argument that `isOn` reads; nothing where it is not passed or cannot be read. */
function argumentSwitch(
  model: Model,
  { call, given }: Site,
  wanted: Wanted,
  isOn: (model: Model, given: Arguments, name: string) => boolean | undefined,
): DebugSwitch[] {
  const bound = given.get(wanted.name);
  const on = bound && isOn(model, given, wanted.name);
  if (!bound || on === undefined) return [];
  const value = model.value(bound.value);
  const node = bound.argument ?? call;
  const via = value.certainty === 'default' ? (value.via ?? 'an option') : null;
  const edits = bound.argument ? setKeyword(call, model.program.text, wanted.name, wanted.off) : undefined;
  return [{ ...wanted, node, state: on ? 'on' : 'off', via, fixes: edits ? [fixOf(wanted, edits)] : [] }];
}

const REPRODUCIBLE = 'Runs are then equal within noise only, no longer bit for bit.';

function fixOf(wanted: Wanted, edits: Fix['edits']): Fix {
  const base = { title: `Set ${wanted.name}=${wanted.off}`, edits, imports: [] };
  return wanted.safety === 'safe' ? { ...base, safety: 'safe' } : { ...base, safety: 'review', reason: REPRODUCIBLE };
}

const isTrue = (model: Model, given: Arguments, name: string): boolean | undefined => {
  const bound = given.get(name);
  return bound && asBoolean(model.value(bound.value));
};

function trainerSwitches(model: Model): DebugSwitch[] {
  return model.callsOf(TRAINER).flatMap(({ call, through }) => {
    const given = model.arguments(call, []);
    if (through || isTrial(model, given) || isShortRun(model, given)) return [];
    return [
      ...argumentSwitch(
        model,
        { call, given },
        {
          name: 'detect_anomaly',
          level: 'warning',
          message: 'Anomaly detection is on for every backward pass',
          note: null,
          off: 'False',
          safety: 'safe',
        },
        isTrue,
      ),
      ...argumentSwitch(
        model,
        { call, given },
        {
          name: 'profiler',
          level: 'warning',
          message: 'The advanced profiler traces every Python call of the run',
          note: 'profile a few steps with max_steps instead of the whole run',
          off: 'None',
          safety: 'safe',
        },
        isAdvanced,
      ),
    ];
  });
}

/** `profiler="advanced"` and an AdvancedProfiler. */
function isAdvanced(model: Model, given: Arguments, name: string): boolean | undefined {
  const bound = given.get(name);
  if (!bound) return undefined;
  const text = asString(model.value(bound.value));
  if (text !== undefined) return text === 'advanced';
  return model.origins(bound.value).some((origin) => origin.kind === 'result' && /\bAdvancedProfiler$/.test(origin.of));
}

function argumentSwitches(model: Model): DebugSwitch[] {
  return model.callsOf(...TRAINING_ARGUMENTS, ...CONFIGS).flatMap(({ call, through }) => {
    if (through) return [];
    const given = model.arguments(call, ['output_dir']);
    return [
      ...argumentSwitch(
        model,
        { call, given },
        {
          name: 'full_determinism',
          level: 'warning',
          message: 'Full determinism is on, which waits for every kernel',
          note: 'the library says to use it for debugging only',
          off: 'False',
          safety: 'review',
        },
        isTrue,
      ),
      ...argumentSwitch(
        model,
        { call, given },
        {
          name: 'debug',
          level: 'warning',
          message: 'Every layer is watched for underflow and overflow',
          note: null,
          off: '""',
          safety: 'safe',
        },
        watchesOverflow,
      ),
    ];
  });
}

function watchesOverflow(model: Model, given: Arguments, name: string): boolean | undefined {
  const bound = given.get(name);
  if (!bound) return undefined;
  const items = bound.value.kind === 'list' ? bound.value.items : [bound.value];
  return items.some((item) => /underflow_overflow/.test(asString(model.value(item)) ?? ''));
}

/** `model.compile(run_eagerly=True)`, unless the code it runs only works that way. */
function compileSwitches(model: Model): DebugSwitch[] {
  return model.program.calls('compile').flatMap((call) => {
    if (!call.args.some((one) => one.name === 'run_eagerly') || !isKerasCompile(model, call)) return [];
    const given = model.arguments(call, ['optimizer', 'loss', 'metrics']);
    const found = argumentSwitch(
      model,
      { call, given },
      {
        name: 'run_eagerly',
        level: 'warning',
        message: 'The model runs eagerly, without its compiled graph',
        note: null,
        off: 'False',
        safety: 'safe',
      },
      isTrue,
    );
    if (needsEagerCode(model, call)) return [];
    return found.map((one) => ({ ...one, fixes: one.fixes.map((fix) => eagerFix(model, call, fix)) }));
  });
}

function isKerasCompile(model: Model, { func }: Call): boolean {
  if (func.kind !== 'attribute') return false;
  const origins = model.origins(func.value);
  const keras = origins.some((origin) => {
    if (origin.kind === 'result') return /^keras\./.test(origin.of);
    return origin.kind === 'instance' && model.isSubclass(origin.of, ...KERAS_MODELS);
  });
  const foreign = origins.some((origin) => origin.kind === 'result' && !/^keras\./.test(origin.of));
  return keras || (!foreign && (model.program.mentions('keras') || model.program.mentions('tensorflow')));
}

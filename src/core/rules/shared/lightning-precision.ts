/** What a Lightning Trainer's or Fabric's arguments say about precision and device. */
import type { Expr } from '../../syntax/ast';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { asNumber, type PyValue } from '../../model/values';
import { isLegacy } from '../../model/trainers/lightning';
import { readSwitch, valueOf } from '../../model/setting';

export interface PrecisionArgument {
  readonly bits: 32 | 64;
  /** Written in the call, not the library's default. */
  readonly explicit: boolean;
  readonly overridable: boolean;
  readonly via: string | null;
}

/** The full precision that is asked for; undefined when it is reduced or cannot be read. */
export function precisionOf(model: Model, given: Arguments): PrecisionArgument | undefined {
  const value = valueOf(model, given, 'precision');
  if (!value) return { bits: 32, explicit: false, overridable: false, via: null };
  const bits = value.alternatives.map(bitsOf);
  const first = bits[0];
  if (first === undefined || bits.some((one) => one !== first)) return undefined;
  return { bits: first, explicit: true, overridable: value.certainty === 'default', via: value.via };
}

function bitsOf(value: PyValue): 32 | 64 | undefined {
  if (value.type === 'none') return 32;
  const text = value.type === 'number' || value.type === 'string' ? `${value.value}` : '';
  const match = /^(32|64)(-true)?$/.exec(text);
  return match ? (Number(match[1]) as 32 | 64) : undefined;
}

/** Where it runs, as far as the arguments tell: `yes` for gpu, cuda and auto. Undefined when it is not an accelerator. */
export function runsOnAccelerator(model: Model, given: Arguments): 'yes' | 'perhaps' | undefined {
  if (model.device.kind === 'cpu' || model.device.kind === 'mps' || model.device.kind === 'tpu') return undefined;
  if (anyGiven(given, ['tpu_cores', 'ipus', 'hpus'])) return undefined;
  const accelerator = valueOf(model, given, 'accelerator');
  if (!accelerator) return isLegacy(given, model) ? legacyDevice(model, given) : 'yes';
  const names = accelerator.alternatives.map((one) =>
    one.type === 'string' ? one.value : one.type === 'none' ? 'auto' : '',
  );
  const suits = names.filter((name) => /^(gpu|cuda|auto|ddp\w*|dp)$/.test(name));
  if (suits.length === 0) return undefined;
  return suits.length === names.length ? 'yes' : 'perhaps';
}

/** Before 2.0 nothing but `gpus=` put a Trainer on an accelerator. */
function legacyDevice(model: Model, given: Arguments): 'yes' | 'perhaps' | undefined {
  if (!given.has('gpus')) return undefined;
  const value = valueOf(model, given, 'gpus');
  if (!value || value.certainty === 'unknown') return 'perhaps';
  return readSwitch(model, given, 'gpus') === 'on' ? 'yes' : undefined;
}

const anyGiven = (given: Arguments, names: readonly string[]): boolean => names.some((name) => given.has(name));

/** Plugins and strategies can carry a precision of their own; what cannot be read counts as one. */
export function setsPrecisionElsewhere(model: Model, given: Arguments): boolean {
  const plugins = given.get('plugins');
  if (plugins && membersOf(plugins.value).some((member) => mayHoldPrecision(model, member))) return true;
  const strategy = given.get('strategy');
  return strategy !== undefined && strategyMayHoldPrecision(model, strategy.value);
}

function membersOf(plugins: Expr): readonly Expr[] {
  if (plugins.kind === 'constant' && plugins.value === null) return [];
  return plugins.kind === 'list' || plugins.kind === 'tuple' ? plugins.items : [plugins];
}

function mayHoldPrecision(model: Model, plugin: Expr): boolean {
  const origins = model.origins(plugin);
  if (origins.length === 0) return true;
  return origins.some((origin) => origin.kind !== 'result' || /precision|deepspeed|fsdp|quant|amp/i.test(origin.of));
}

function strategyMayHoldPrecision(model: Model, strategy: Expr): boolean {
  const value = model.value(strategy);
  if (value.alternatives.some((one) => one.type === 'string' || one.type === 'none')) return false;
  return model.origins(strategy).some((origin) => {
    if (origin.kind !== 'result') return true;
    return origin.call.args.some(
      (one) => one.star !== '' || /^(config|mixed_precision|precision_plugin)$/.test(one.name ?? ''),
    );
  });
}

/** A handful of batches, to try the code out. */
export function isShortRun(model: Model, given: Arguments): boolean {
  const limits: readonly (readonly [string, number])[] = [
    ['max_steps', 100],
    ['overfit_batches', 100],
    ['limit_train_batches', 20],
  ];
  return limits.some(([name, limit]) => {
    const value = valueOf(model, given, name);
    const count = value?.certainty === 'known' ? asNumber(value) : undefined;
    return count !== undefined && count > 0 && count <= limit && !isFraction(model, given, name);
  });
}

/** `limit_train_batches=1.0` is every batch, `1` is one. The source tells them apart, the value does not. */
function isFraction(model: Model, given: Arguments, name: string): boolean {
  const source = given.get(name)?.value;
  return source !== undefined && model.program.text.slice(source.start, source.end).includes('.');
}

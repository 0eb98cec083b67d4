/** The precision of a hand-written run, from the evidence of the whole program. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { perModel, perModelAnd } from '../per-model';
import { asBoolean } from '../values';
import type { Workload } from '../workload';
import { assumed, known } from './fact';
import { runsByDefault, truthByDefault } from './taken';

export function precisionOf(model: Model): Workload['precision'] {
  if (model.precision.state === 'mixed') return autocastPrecision(model) ?? null;
  const engine = enginePrecision(model);
  if (engine !== undefined) return engine;
  if (model.precision.state === 'unknown') return null;
  return known(model.precision.tf32 ? 'tf32' : 'fp32');
}

const OF_AUTOCAST = /autocast|scaler|^(use_|enable_)?(fp16|amp)$|^-+(use[_-])?(fp16|amp)$/i;

/** `autocast(enabled=args.fp16)` is what the option is by default; null where that cannot be told. */
const autocastPrecision = perModel((model): Workload['precision'] => {
  const calls = isOfAutocast(model) ? model.program.calls('autocast') : [];
  const states = calls.map((call) => isOn(model, call));
  if (states.length === 0 || states.some((on) => on === 'known')) return known('mixed');
  if (states.includes('default')) return assumed('mixed', 'an option that is on by default');
  return states.includes(null) ? null : assumed('fp32', 'an option that is off by default');
});

const isOfAutocast = perModel((model) => model.precision.evidence.every(({ what }) => OF_AUTOCAST.test(what)));

type On = 'known' | 'default' | 'off' | null;

const isOn = perModelAnd((model: Model, call: Call): On => {
  const enabled = call.args.find(({ name }) => name === 'enabled')?.value;
  const runs = runsByDefault(model, call);
  const on = enabled ? truthByDefault(model, enabled) : true;
  if (on === false || runs === false) return 'off';
  if (on === undefined || runs === undefined) return null;
  return enabled && model.value(enabled).certainty !== 'known' ? 'default' : 'known';
});

/** What `deepspeed.initialize(config={"bf16": {"enabled": True}})` says; null where the configuration is not written here. */
const enginePrecision = perModel((model): Workload['precision'] | undefined => {
  const call = model.callsOf('deepspeed.initialize')[0]?.call;
  if (!call) return undefined;
  const config = call.args.find((one) => one.name === 'config' || one.name === 'config_params')?.value;
  const options = config ? entriesOf(model, config) : undefined;
  if (!options) return null;
  for (const name of ['bf16', 'fp16'] as const) {
    const enabled = options.get(name) && entriesOf(model, options.get(name))?.get('enabled');
    if (enabled && asBoolean(model.value(enabled)) !== false) return known(name, enabled);
  }
  return undefined;
});

function entriesOf(model: Model, expression: Expr | undefined): ReadonlyMap<string, Expr> | undefined {
  const only = expression ? model.value(expression).alternatives[0] : undefined;
  return only?.type === 'dict' ? only.entries : undefined;
}

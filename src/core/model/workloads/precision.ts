/** The precision of a hand-written run, from the evidence of the whole program. */
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { asBoolean } from '../values';
import type { Workload } from '../workload';
import { known } from './fact';

export function precisionOf(model: Model): Workload['precision'] {
  if (model.precision.state === 'mixed') return known('mixed');
  const engine = enginePrecision(model);
  if (engine !== undefined) return engine;
  if (model.precision.state === 'unknown') return null;
  return known(model.precision.tf32 ? 'tf32' : 'fp32');
}

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

/** float64 switched on for a whole library: Keras, JAX, a Lightning trainer. */
import type { Call } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { fittingTrainers } from '../../model/trainers/lightning';
import { asBoolean, asNumber, asString } from '../../model/values';
import type { Float64Site } from './float64-site';

export function librarySites(model: Model): readonly Float64Site[] {
  return [...keras(model), ...jax(model), ...lightning(model)];
}

function keras(model: Model): Float64Site[] {
  return model
    .callsOf(
      'keras.config.set_floatx',
      'keras.backend.set_floatx',
      'keras.config.set_dtype_policy',
      'keras.mixed_precision.set_global_policy',
    )
    .flatMap(({ call }): Float64Site[] => {
      const given = call.args[0]?.value;
      const value = given && model.value(given);
      if (!given || !value || asString(value) !== 'float64') return [];
      const quote = given.kind === 'constant' ? model.program.text[given.start] : undefined;
      const mixes = castsToFloat64(model, call);
      return [
        {
          kind: 'keras',
          node: call,
          message: 'Every Keras layer computes in float64',
          replacement:
            (quote === '"' || quote === "'") && !mixes ? { span: given, text: `${quote}float32${quote}` } : null,
          title: 'Use float32 in Keras',
          via: value.certainty === 'default' ? (value.via ?? 'an option') : null,
        },
      ];
    });
}

/** Other places that name float64 would no longer fit. */
function castsToFloat64(model: Model, call: Call): boolean {
  if (model.program.attributes('float64').length > 0) return true;
  for (const statement of model.program.module.body)
    for (const node of descend(statement))
      if (node.kind === 'constant' && node.value === 'float64' && !(call.start <= node.start && node.end <= call.end))
        return true;
  return false;
}

function jax(model: Model): Float64Site[] {
  return model.callsOf('jax.config.update', 'jax.config.config.update').flatMap(({ call }): Float64Site[] => {
    const [option, given] = call.args;
    if (!option || !given || asString(model.value(option.value)) !== 'jax_enable_x64') return [];
    const value = model.value(given.value);
    if (asBoolean(value) !== true) return [];
    const span = given.value.kind === 'constant' && value.certainty === 'known' ? given.value : null;
    return [
      {
        kind: 'jax',
        node: call,
        message: 'JAX computes in float64: jax_enable_x64 is on',
        replacement: span ? { span, text: 'False' } : null,
        title: 'Switch jax_enable_x64 off',
        via: value.certainty === 'default' ? (value.via ?? 'an option') : null,
      },
    ];
  });
}

/** `precision=64`, `"64"` and `"64-true"`. */
function lightning(model: Model): Float64Site[] {
  return fittingTrainers(model).flatMap(({ call, given }): Float64Site[] => {
    const bound = given.get('precision');
    const value = bound && model.value(bound.value);
    const bits = value && (asNumber(value) ?? asString(value));
    if (!bound || !value || !/^64(-true)?$/.test(String(bits))) return [];
    const accelerator = given.get('accelerator');
    if (accelerator && /^(cpu|mps|tpu)$/.test(asString(model.value(accelerator.value)) ?? '')) return [];
    const old = typeof bits === 'number';
    const span = bound.argument && value.certainty === 'known' ? bound.argument.value : null;
    return [
      {
        kind: 'lightning',
        node: call,
        message: 'The Trainer computes in float64, which accelerators do slowly',
        replacement: span ? { span, text: old ? '32' : '"32-true"' } : null,
        title: 'Use 32-bit precision',
        via: value.certainty === 'default' ? (value.via ?? 'an option') : null,
      },
    ];
  });
}

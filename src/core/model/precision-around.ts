/** Evidence about precision from outside the text: functions of other files that it calls, and files beside the code. */
import type { Call } from '../syntax/ast';
import type { Model } from './model';
import { importedCalls } from './imports/training';
import type { Imported } from './imports/imported';
import { spanOf, type Span } from '../text/span';
import { textOf } from './torch/modules';

export interface PrecisionSign {
  readonly span: Span;
  readonly what: string;
  readonly state: 'mixed' | 'optional';
}

/** Functions and classes of other files that this one calls. */
export function importedSigns(model: Model): readonly PrecisionSign[] {
  return importedCalls(model).flatMap(({ call, thing }) => {
    const state = stateOf(thing) ?? (castsTrained(model, call, thing) ? 'mixed' : undefined);
    return state === undefined ? [] : [{ span: spanOf(call), what: `${thing.name} in ${thing.file}`, state }];
  });
}

/** What trains decides; a network that uses 16 bits inside may; a helper only when it wraps or scales. */
function stateOf(thing: Imported): PrecisionSign['state'] | undefined {
  if (thing.kind === 'constant' || thing.precision === 'none') return undefined;
  if (thing.trains !== null) return thing.precision;
  if (thing.evaluates) return undefined;
  if (thing.layers !== null) return thing.precision === 'mixed' ? 'optional' : undefined;
  return thing.uses(/autocast|grad_?scaler|NativeScaler/i) ? 'mixed' : undefined;
}

/** A helper that casts to 16 bits casts what it is given or gives back: it counts where that is the model that trains. */
function castsTrained(model: Model, call: Call, thing: Imported): boolean {
  if (thing.kind !== 'function' || thing.precision !== 'mixed') return false;
  // What the helper gives back may not be known for a module, but an optimizer takes its parameters.
  const optimized = model.program
    .calls('parameters')
    .flatMap(({ func }) => (func.kind === 'attribute' ? [func.value] : []));
  const forwarded = model.trainingLoops.flatMap(({ forwards }) => forwards.map(({ func }) => func));
  const trained = [...optimized, ...forwarded].map((one) => textOf(model, one));
  const targets = call.parent?.kind === 'assign' ? call.parent.targets : [];
  const given = [...call.args.map(({ value }) => value), ...targets].flatMap((one) =>
    one.kind === 'tuple' || one.kind === 'list' ? one.items : [one],
  );
  return given.some((one) => trained.includes(textOf(model, one)));
}

const NOWHERE: Span = { start: 0, end: 0 };

/** Launch lines and settings beside the code, and the environment set there or in it. */
export function surroundingSigns(model: Model): readonly PrecisionSign[] {
  const { precision } = model.configuration;
  const found: PrecisionSign[] = precision ? [{ span: NOWHERE, what: precision.via, state: 'mixed' }] : [];
  for (const file of model.document.surroundings) {
    const exported = /ACCELERATE_MIXED_PRECISION\s*=\s*["']?(bf16|fp16)/.test(file.text);
    const shell = file.path === 'notebook shell lines' && LAUNCH.test(file.text);
    if (exported || shell) found.push({ span: NOWHERE, what: file.path, state: 'mixed' });
  }
  const own = model.program.first(/ACCELERATE_MIXED_PRECISION["']\]?\s*[,=]\s*["'](bf16|fp16)/);
  return own ? [...found, { span: own, what: 'ACCELERATE_MIXED_PRECISION', state: 'mixed' }] : found;
}

/** What a cell launches trains for the notebook, whichever script it is. */
const LAUNCH = /--(mixed[_-]precision)[= ]+["']?(bf16|fp16|fp8)|--(fp16|bf16|amp)\b|--trainer\.precision/;

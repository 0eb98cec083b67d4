/** Evidence about precision from outside the text: functions of other files that it calls, and files beside the code. */
import type { Model } from './model';
import { importedCalls } from './imports/training';
import type { Imported } from './imports/imported';
import { spanOf, type Span } from '../text/span';

export interface PrecisionSign {
  readonly span: Span;
  readonly what: string;
  readonly state: 'mixed' | 'optional';
}

/** Functions and classes of other files that this one calls. */
export function importedSigns(model: Model): readonly PrecisionSign[] {
  return importedCalls(model).flatMap(({ call, thing }) => {
    const state = stateOf(thing);
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

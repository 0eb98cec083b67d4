/** Collects evidence about the precision the program trains in. */
import type { Call, Node } from '../syntax/ast';
import { spanOf } from '../text/span';
import type { Model } from './model';
import { needsFullPrecision } from './exact-work';
import { importedSigns, surroundingSigns, type PrecisionSign as Sign } from './precision-around';
import type { PrecisionFacts } from './precision';
import { tf32State } from './tf32';

export function findPrecision(model: Model): PrecisionFacts {
  const signs = [
    ...autocastSigns(model),
    ...castSigns(model),
    ...wrapperSigns(model),
    ...flagSigns(model),
    ...importedSigns(model),
    ...surroundingSigns(model),
  ];
  const state = signs.some((one) => one.state === 'mixed') ? 'mixed' : signs.length > 0 ? 'optional' : 'none';
  return {
    state,
    evidence: signs.map(({ span, what }) => ({ span, what })),
    tf32: tf32State(model) === 'on',
    needsFullPrecision: needsFullPrecision(model),
  };
}

const sign = (node: Node, what: string, state: Sign['state'] = 'mixed'): Sign => ({ span: spanOf(node), what, state });

/** Autocast in any spelling: call, decorator, partial, alias, own wrapper, context in a variable. */
function autocastSigns(model: Model): Sign[] {
  const { program } = model;
  const found: Sign[] = [];
  for (const word of [
    'autocast',
    'GradScaler',
    'fp8_autocast',
    'custom_fwd',
    'NativeScaler',
    'LossScaleOptimizer',
    'NativeScalerWithGradNormCount',
  ]) {
    for (const node of [...program.names(word), ...program.attributes(word)]) found.push(sign(node, word));
    if (found.length === 0 && program.mentions(word)) found.push(sign(program.module, word));
  }
  for (const name of namesWith(model, /autocast|grad_?scaler/i)) found.push(name);
  return found.slice(0, 4);
}

function namesWith(model: Model, pattern: RegExp): Sign[] {
  const span = model.program.first(pattern);
  if (!span) return [];
  const inComment = model.program.comments.some((comment) => comment.start <= span.start && span.start < comment.end);
  return inComment ? [] : [{ span, what: model.program.text.slice(span.start, span.end), state: 'mixed' }];
}

/** Weights or inputs cast to 16 bits: `model.half()`, `.to(torch.bfloat16)`, `torch_dtype=torch.float16`. */
function castSigns(model: Model): Sign[] {
  const { program } = model;
  const casts = ['half', 'bfloat16']
    .flatMap((name) => program.calls(name))
    .filter((call) => call.func.kind === 'attribute' && call.args.length === 0);
  const types = ['bfloat16', 'float16', 'half']
    .flatMap((name) => program.attributes(name))
    .filter((node) => node.parent?.kind !== 'call' || node.parent.func !== node);
  const found = [...casts, ...types].map((node) => sign(node, '16-bit values'));
  for (const call of program.calls('set_default_dtype')) {
    if (/float16|half/.test(program.text.slice(call.start, call.end))) found.push(sign(call, 'default dtype'));
  }
  return found.slice(0, 20);
}

/** Libraries that take care of precision: Accelerate, Fabric, DeepSpeed, apex, FSDP, Lightning. */
function wrapperSigns(model: Model): Sign[] {
  const { program } = model;
  const found: Sign[] = [];
  for (const { call } of model.callsOf('accelerate.Accelerator')) {
    const given = argument(call, 'mixed_precision');
    if (given && !isOff(model, given)) found.push(sign(call, 'mixed_precision'));
  }
  for (const { call } of model.callsOf('lightning.Fabric'))
    if (argument(call, 'precision')) found.push(sign(call, 'precision'));
  for (const word of [
    'apex',
    'deepspeed',
    'MixedPrecision',
    'MixedPrecisionPolicy',
    'transformer_engine',
    'set_global_policy',
    'set_dtype_policy',
    'bitsandbytes',
    'amp_initialize',
  ]) {
    if (program.mentions(word))
      found.push(sign(program.module, word, word === 'apex' || word === 'deepspeed' ? 'optional' : 'mixed'));
  }
  return found;
}

function argument(call: Call, name: string): Node | undefined {
  return call.args.find((one) => one.name === name)?.value;
}

function isOff(model: Model, node: Node): boolean {
  return node.kind === 'constant'
    ? node.value === 'no' || node.value === null
    : /["']no["']/.test(model.program.text.slice(node.start, node.end));
}

const FLAG =
  /(?:^|[^\w-])(?:--)?(fp16|bf16|amp|use[_-]amp|mixed[_-]precision|half[_-]precision|fp16[_-]\w+|precision)(?![\w-])/;

/** Options that can switch it on: `--amp`, `args.fp16`, `cfg.use_amp`. */
function flagSigns(model: Model): Sign[] {
  const { program } = model;
  const found: Sign[] = [];
  for (const word of [
    'fp16',
    'bf16',
    'amp',
    'use_amp',
    'mixed_precision',
    'use_fp16',
    'use_mixed_precision',
    'half_precision',
    'enable_amp',
    'use_bf16',
  ]) {
    for (const node of [...program.names(word), ...program.attributes(word)]) found.push(sign(node, word, 'optional'));
  }
  for (const call of program.calls('add_argument')) {
    const first = call.args.find((one) => one.name === null)?.value;
    if (first?.kind === 'constant' && typeof first.value === 'string' && FLAG.test(first.value))
      found.push(sign(call, first.value, 'optional'));
  }
  return found.slice(0, 4);
}

/** Finds calls that generate text with a model of Hugging Face, and how long such a call goes on. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { importsModule } from '../../syntax/imported-modules';
import { enclosing, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { scaleOfPredictions } from '../scale/of-predictions';
import type { Scale } from '../scale/scale';
import { insideModule } from '../torch/modules';
import { boundName } from '../traverse';
import { callingLoops, elementLoop } from './element-loops';
import type { Runner } from './predictions';

/** What hands out models that generate: `AutoModelForCausalLM.from_pretrained`, `get_peft_model`, Unsloth's pairs. */
const LOADERS = /^(transformers|peft|unsloth|optimum|trl|auto_gptq|gptqmodel|awq|colossalai|petals)\./;

/** Other libraries, and objects of classes that no loader made. */
const OTHERS = /^(vllm|keras|tensorflow|google|openai|mlx|ctranslate2)\b|(^|\.)[A-Z]\w*$/;

/** True for a model from the hub; undefined for what may be one: a parameter, what a function of the project returns. */
export function isHubModel(model: Model, expression: Expr): boolean | undefined {
  const origins = model.origins(expression);
  const verdicts = origins.map((origin) => {
    if (origin.kind === 'result' || origin.kind === 'item')
      return LOADERS.test(origin.of) || (OTHERS.test(origin.of) ? false : undefined);
    return origin.kind === 'instance' || origin.kind === 'function' ? false : undefined;
  });
  return verdicts.includes(true) ? true : verdicts.includes(false) ? false : undefined;
}

/** `model.generate(...)` and calls of a pipeline, in source order; none in the classes of models themselves. */
export const generations = perModel((model): readonly Call[] => {
  if (!importsModule(model.program, /^(transformers|peft|unsloth|trl|optimum)\b/)) return [];
  const pipelines = model.callsOf('transformers.pipeline').flatMap(({ call }) => boundName(call) ?? []);
  const calls = new Set(['generate', ...pipelines].flatMap((name) => model.program.calls(name)));
  return [...calls]
    .filter((call) => !model.isIgnored(call) && generates(model, call) && !isModelCode(model, call))
    .sort((a, b) => a.start - b.start);
});

function generates(model: Model, { func }: Call): boolean {
  if (func.kind === 'attribute' && func.attr === 'generate') return isHubModel(model, func.value) !== false;
  return model.origins(func).some((one) => one.kind === 'result' && one.of === 'transformers.pipeline');
}

/** A method of a network: how it generates is its own business. A module of Lightning is a program around one. */
export function isModelCode(model: Model, node: Node): boolean {
  const owner = enclosing(node, 'class');
  return owner !== undefined && insideModule(model, node) && !model.isSubclass(owner, 'lightning.LightningModule');
}

/** One answer takes seconds; how many there are is what makes it long. */
export function scaleOfGeneration(model: Model, node: Node, runner: Runner = 'generate'): Scale {
  const direct = elementLoop(node);
  if (direct) return scaleOfPredictions(model, runner, direct);
  const owner = enclosingFunction(node);
  const unknown: Scale = { size: 'unknown', because: 'how much is generated is not known', light: false };
  if (enclosing(node, 'while', 'function')?.kind === 'while') return unknown;
  const once: Scale = { size: 'short', because: 'one answer takes seconds', light: false };
  if (!owner) return once;
  const [called] = callingLoops(model, owner);
  if (called) return scaleOfPredictions(model, runner, called.loop);
  const calls = model.callersOf(owner);
  const isOnce =
    calls.length > 0 && calls.every((call) => !enclosing(call, 'function', 'while', 'for', 'comprehension'));
  return isOnce ? once : unknown;
}

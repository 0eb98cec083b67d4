/** Finds loops that run a language model over the whole sequence again for each token that they append to it. */
import type { Call, Expr, Loop } from '../../syntax/ast';
import { enclosing, statementOf } from '../../syntax/walk';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { callsIn } from '../traverse';
import { countOf } from './loop-kind';

export interface TokenLoop {
  readonly loop: Loop;
  /** The call of the model. */
  readonly forward: Call;
  /** `ids = torch.cat([ids, token])`. */
  readonly append: Call;
  /** Tokens where the source says how many. */
  readonly tokens: number | null;
}

const JOINS = ['torch.cat', 'torch.concat', 'torch.concatenate', 'torch.hstack', 'tensorflow.concat'];
/** Models that predict the next token, and that keep keys and values when they are asked to. */
const PREDICTS_TOKENS =
  /^transformers\.\w*(CausalLM|LMHead\w*|ForConditionalGeneration|ForSeq2SeqLM|Vision2Seq|ImageTextToText)\.from_pretrained$/;

export function tokenLoops(model: Model): readonly TokenLoop[] {
  return model.callsOf(...JOINS).flatMap(({ call }) => {
    const loop = enclosing(call, 'for', 'while', 'function', 'class');
    const sequence = grown(model, call);
    if (!sequence || (loop?.kind !== 'for' && loop?.kind !== 'while') || model.isIgnored(call)) return [];
    const forwards = [...callsIn(loop)].filter((one) => isWholeForward(model, one, sequence));
    const [forward] = forwards;
    if (!forward || forwards.length > 1) return [];
    const tokens = loop.kind === 'for' ? (countOf(model, loop.iter) ?? null) : null;
    return [{ loop, forward, append: call, tokens }];
  });
}

/** `ids` in `ids = torch.cat([ids, token], dim=1)`. */
function grown(model: Model, call: Call): string | undefined {
  const statement = statementOf(call);
  const parts = call.args[0]?.value;
  if (statement?.kind !== 'assign' || statement.value !== call || statement.targets.length !== 1) return undefined;
  if ((parts?.kind !== 'list' && parts?.kind !== 'tuple') || parts.items.length !== 2) return undefined;
  const [target, first] = [statement.targets[0] as Expr, parts.items[0] as Expr];
  const name = textOf(model, target);
  return textOf(model, first) === name ? name : undefined;
}

/** What a loop that looks inside the model asks for as well, which needs the whole sequence. */
const LOOKS_INSIDE = /^(past_key_values|past|cache\w*|output_(attentions|hidden_states))$/;

function isWholeForward(model: Model, call: Call, sequence: string): boolean {
  if (call.args.some(({ name, star }) => star !== '' || LOOKS_INSIDE.test(name ?? ''))) return false;
  const given = call.args.find(({ name, value }) => {
    return (name === null || /^(decoder_)?input_ids$/.test(name)) && textOf(model, value) === sequence;
  });
  return (
    given !== undefined && model.origins(call.func).some((one) => one.kind === 'result' && PREDICTS_TOKENS.test(one.of))
  );
}

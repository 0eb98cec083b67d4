/** How many tokens texts are cut or padded to. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { perModel } from '../per-model';
import type { Fact } from '../workload';
import { numberOf } from './fact';

const TOKENIZER = /^transformers\.\w*Tokenizer\w*(\.from_pretrained)?$/;
const ENCODES = /^(encode|encode_plus|batch_encode_plus|__call__)$/;

/** The `max_length` of the tokenizer calls, where they agree; null when they do not or none states it. */
export const tokenLength = perModel((model) => {
  const stated = [...model.program.calledNames()]
    .filter((name) => /token|^tok$|encode/i.test(name))
    .flatMap((name) => model.program.calls(name))
    .filter((call) => encodes(model, call))
    .flatMap((call) => lengthArgument(call) ?? []);
  return agreed(stated.map((expression) => numberOf(model, expression)));
});

/** The `maxlen` that sequences are padded to for Keras, where all agree. */
export const paddedLength = perModel((model) => {
  const stated = model.program
    .calls('pad_sequences')
    .flatMap((call) => call.args.find((one) => one.name === 'maxlen')?.value ?? []);
  return agreed(stated.map((expression) => numberOf(model, expression)));
});

function encodes(model: Model, call: Call): boolean {
  const { func } = call;
  const tokenizer = func.kind === 'attribute' && ENCODES.test(func.attr) ? func.value : func;
  return model.origins(tokenizer).some((origin) => origin.kind === 'result' && TOKENIZER.test(origin.of));
}

function lengthArgument(call: Call): Expr | undefined {
  return call.args.find((one) => one.name === 'max_length')?.value;
}

function agreed(facts: readonly Fact<number>[]): Fact<number> {
  const [first] = facts;
  return first && facts.every((one) => one?.value === first.value) ? first : null;
}

/** Finds text generation that computes the keys and values of the whole sequence again for every token. */
import { removeArgument, replaceExpression } from '../../fixes/edits';
import { switchesOff, type CacheSwitch } from '../../model/inference/cache-switches';
import { scaleOfGeneration } from '../../model/inference/generation';
import { type TokenLoop, tokenLoops } from '../../model/inference/token-loops';
import type { Model } from '../../model/model';
import { calleeName, callsIn } from '../../model/traverse';
import type { Node } from '../../syntax/ast';
import { importsModule } from '../../syntax/imported-modules';
import { ancestors } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { atMost, atScale, lowered, scaleNote } from '../shared/level';
import { importOf } from '../shared/import-of';
import { notes } from '../shared/notes';

const SAVING: Saving = {
  scope: 'infer',
  low: 0.1,
  typical: 0.5,
  high: 0.8,
  grade: 'E',
  source:
    'a Llama of 1.1B on an H200 (docs/benchmarks.md): 27 % of the energy at batch 1, 78 % at 16; Hugging Face, T4: 5.2x',
};

export const rule: Rule = {
  meta: {
    id: 'generation-without-kv-cache',
    summary: 'Text is generated without the key-value cache, so every token computes the whole sequence again.',
    category: 'attention',
    severity: 'warning',
    frameworks: ['huggingface'],
    triggers: ['use_cache', 'cat', 'concat', 'concatenate', 'hstack'],
    requires: [
      [importOf('transformers', 'peft', 'unsloth', 'trl', 'optimum')],
      [
        'generate',
        'pipeline',
        'CausalLM',
        'LMHead',
        'ForConditionalGeneration',
        'Seq2SeqLM',
        'Vision2Seq',
        'ImageTextToText',
      ],
      [/\buse_cache\b/, /=\s*(?:torch|tf|tensorflow)?\.?(?:cat|concat|concatenate|hstack)\s*\(\s*[[(]/],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      tokens: { default: 20, minimum: 2, description: 'Loops that are known to append fewer tokens are not reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest || looksInside(model)) return;
    for (const found of switchesOff(model)) yield switchFinding(model, found);
    const least = options['tokens'] ?? 20;
    for (const loop of tokenLoops(model)) if ((loop.tokens ?? least) >= least) yield loopFinding(model, loop);
  },
};

/** Hooks see the activations of every position only where every position is computed. */
function looksInside(model: Model): boolean {
  return ['register_forward_hook', 'register_forward_pre_hook'].some((name) => model.program.calls(name).length > 0);
}

/** Models with code of their own, and those that Unsloth patches, may have no cache that works. */
function hasOwnCode(model: Model): boolean {
  return model.program.mentions('trust_remote_code') || importsModule(model.program, /^unsloth(\.|$)/);
}

const REMOTE = 'Code that comes with a checkpoint may have no cache that works: compare one answer.';

function switchFinding(model: Model, found: CacheSwitch): Finding {
  const { call, node, via, tokens } = found;
  const scale = scaleOfGeneration(model, call);
  const level = lowered('warning', via === null ? 0 : 1);
  const own = hasOwnCode(model);
  return {
    rule: rule.meta.id,
    severity: own ? atMost(atScale(level, scale), 'hint') : atScale(level, scale),
    span: spanOf(node),
    message:
      via === null
        ? 'Text is generated without the key-value cache'
        : 'By default text is generated without the key-value cache',
    notes: notes(
      via !== null && `${via} decides it`,
      own ? 'the model brings code of its own, which may have no cache' : scaleNote(level, scale),
    ),
    related:
      node.start < call.start || node.end > call.end ? [{ span: spanOf(call), message: 'Generates with it' }] : [],
    facts: { tokens },
    saving: SAVING,
    workload: null,
    fixes:
      via === null
        ? fixesOf(model, found).map((fix): Fix => (own ? { ...fix, safety: 'review', reason: REMOTE } : fix))
        : [],
  };
}

function fixesOf(model: Model, { call, argument, value }: CacheSwitch): Fix[] {
  if (value.kind !== 'constant') return [];
  const edits = argument ? removeArgument(call, model.program.text, argument) : replaceExpression(value, 'True');
  return edits ? [{ safety: 'safe', title: 'Use the cache', edits, imports: [] }] : [];
}

/** A loop around it reads from the keyboard. */
function answersPerson(loop: Node): boolean {
  for (const around of ancestors(loop))
    if (around.kind === 'while' || around.kind === 'for')
      for (const call of callsIn(around)) if (calleeName(call) === 'input') return true;
  return false;
}

function loopFinding(model: Model, { loop, forward, append, tokens }: TokenLoop): Finding {
  const scale = scaleOfGeneration(model, loop);
  const asks = answersPerson(loop);
  return {
    rule: rule.meta.id,
    severity: asks ? 'hint' : atScale('information', scale),
    span: spanOf(forward),
    message: 'The whole sequence runs through the model again for every token',
    notes: notes(
      'hand past_key_values back with the new token only, or call generate',
      asks ? 'it waits for what a person types' : scaleNote('information', scale),
    ),
    related: [{ span: spanOf(append), message: 'The sequence grows here' }],
    facts: { tokens },
    saving: SAVING,
    workload: null,
    fixes: [],
  };
}

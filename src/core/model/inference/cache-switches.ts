/** Finds where text generation is told not to keep keys and values. */
import type { Argument, Call, Expr, Node } from '../../syntax/ast';
import { contains } from '../../text/span';
import { lineEnd, lineStart } from '../../text/lines';
import type { Model } from '../model';
import { asBoolean, asNumber } from '../values';
import { attributeAssignments, standsFor } from '../traverse';
import { generations } from './generation';

export interface CacheSwitch {
  /** The call that generates. */
  readonly call: Call;
  /** Where the switch is written. */
  readonly node: Node;
  readonly value: Expr;
  /** The keyword in the call itself; null where it comes out of a dictionary or a configuration. */
  readonly argument: Argument | null;
  /** How a default can be overridden; null when the source fixes it. */
  readonly via: string | null;
  /** New tokens of one call, where the source says. */
  readonly tokens: number | null;
}

/**
 * The switch of the call wins over that of the generation configuration. `model.config.use_cache` is none: since 4.26 `generate`
 * reads the generation configuration (transformers, generation/utils.py), and training sets the other against a warning.
 */
export function switchesOff(model: Model): readonly CacheSwitch[] {
  const calls = generations(model);
  if (calls.length === 0 || !model.program.first('use_cache') || isCompared(model, calls)) return [];
  const found = calls.flatMap((call) => {
    if (isBesideCheckpointing(model, call)) return [];
    const one = atCall(model, call) ?? inConfiguration(model, call);
    return one && !isExplained(model, one.node) ? [one] : [];
  });
  return found.filter(({ node }, index) => found.findIndex((one) => one.node === node) === index);
}

/** Outputs for which the whole sequence may be wanted at every step. */
const INSIDE = ['output_hidden_states', 'output_attentions'];

function atCall(model: Model, call: Call): CacheSwitch | undefined {
  const given = model.arguments(call, []);
  const bound = given.get('use_cache');
  if (!bound || INSIDE.some((name) => given.has(name))) return undefined;
  return switchAt(model, call, bound.value, bound.argument);
}

function switchAt(model: Model, call: Call, value: Expr, argument: Argument | null): CacheSwitch | undefined {
  const worth = model.value(value);
  const tokens = tokensOf(model, call);
  // The first token comes out of one pass in any case.
  if (asBoolean(worth) !== false || tokens === 1) return undefined;
  const via = worth.certainty === 'default' ? (worth.via ?? 'an option') : null;
  return { call, node: argument ?? value, value, argument, via, tokens };
}

function tokensOf(model: Model, call: Call): number | null {
  const given = model.arguments(call, []).get('max_new_tokens');
  return given ? (asNumber(model.value(given.value)) ?? null) : null;
}

/** `generate(generation_config=GenerationConfig(use_cache=False))`, and `model.generation_config.use_cache = False` before it. */
function inConfiguration(model: Model, call: Call): CacheSwitch | undefined {
  const given = model.arguments(call, []);
  if (given.has('use_cache') || INSIDE.some((name) => given.has(name))) return undefined;
  const configuration = given.get('generation_config')?.value;
  if (configuration) {
    const made = model
      .callsOf('transformers.GenerationConfig')
      .find((one) => standsFor(model, configuration, one.call));
    const bound = made && model.arguments(made.call, []).get('use_cache');
    return bound && switchAt(model, call, bound.value, null);
  }
  const set = attributeAssignments(model, 'use_cache').filter(({ target }) => isOfConfiguration(target));
  const [only, ...others] = set;
  if (!only?.value || others.length > 0 || only.node.start > call.start) return undefined;
  return switchAt(model, call, only.value, null);
}

function isOfConfiguration(target: Expr): boolean {
  return target.kind === 'attribute' && target.value.kind === 'attribute' && target.value.attr === 'generation_config';
}

/** Another call asks for the cache, and a clock runs: the two are compared. */
function isCompared(model: Model, calls: readonly Call[]): boolean {
  const clocked = ['time', 'perf_counter', 'timeit', 'elapsed_time'].some(
    (name) => model.program.calls(name).length > 0,
  );
  return (
    (clocked || (model.document.timedCells?.length ?? 0) > 0) &&
    calls.some((call) => {
      const bound = model.arguments(call, []).get('use_cache');
      return bound !== undefined && asBoolean(model.value(bound.value)) !== false;
    })
  );
}

/** Answers that are generated between steps of a training that computes its activations again have no cache. */
function isBesideCheckpointing(model: Model, call: Call): boolean {
  return (
    (model.program.mentions('gradient_checkpointing') || model.program.mentions('gradient_checkpointing_enable')) &&
    model.trainingLoops.some(({ step }) => contains(step, call))
  );
}

/** A comment beside the switch says why it is off. */
const REASON = /bug|error|fail|issue|support|work|memory|oom|crash|compat|requir|need|must|because|break|broken|wrong/i;

export function isExplained(model: Model, node: Node): boolean {
  const { text } = model.program;
  const line = { start: lineStart(text, node.start), end: lineEnd(text, node.end) };
  return model.program.commentsIn(line).some(({ start, end }) => REASON.test(text.slice(start, end)));
}

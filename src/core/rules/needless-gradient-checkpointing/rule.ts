/** Finds gradient checkpointing for models whose activations fit into the memory of any training GPU. */
import { removeArguments } from '../../fixes/calls';
import { replaceExpression } from '../../fixes/edits';
import { removeStatement } from '../../fixes/remove-statement';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { scaleOfTransformer } from '../../model/scale/of-runs';
import { valueOf } from '../../model/setting';
import { destinationOf, TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { asBoolean } from '../../model/values';
import type { Workload } from '../../model/workload';
import { modelName } from '../../model/workloads/names';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Node } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { spanOf, type TextEdit } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { type Memory, trainingMemory } from '../shared/activation-memory';
import { isChosen } from '../shared/debug-context';
import { atScale, lowered, scaleNote } from '../shared/level';
import { speaksOfMemory } from '../shared/memory-comment';
import { reasonBesideCheckpointing } from '../shared/memory-reasons';
import { notes } from '../shared/notes';

/** "About 20 % slower" is 17 % of the time; one more forward pass in what a forward and a backward take is at most a quarter. */
const SAVING: Saving = {
  scope: 'train',
  low: 0.1,
  typical: 0.17,
  high: 0.36,
  grade: 'E',
  source:
    'transformers, help of activation_checkpointing: about 20 % slower; BERT-base on an H200 (docs/benchmarks.md): 36 % of the energy',
};

export const rule: Rule = {
  meta: {
    id: 'needless-gradient-checkpointing',
    summary: 'Activations are computed twice to save memory that a small model does not need.',
    category: 'loop',
    severity: 'information',
    frameworks: ['huggingface', 'torch'],
    triggers: ['gradient_checkpointing', 'activation_checkpointing'],
    requires: [['TrainingArguments', 'SFTConfig', 'Trainer', /\bbackward\s*\(/]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      memory: { default: 12, minimum: 1, description: 'Gigabytes that every GPU has which trains here.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest || model.device.kind === 'tpu') return;
    const sites = [...argumentSites(model), ...calledSites(model)].filter(({ node }) => !isWanted(model, node));
    const names = new Set(sites.map(({ name }) => name));
    for (const name of names) {
      const [site, ...others] = sites.filter((one) => one.name === name);
      const memory = site && memoryOf(model, site);
      if (!memory || memory.total > (context.options['memory'] ?? 0)) continue;
      if (!reasonBesideCheckpointing(model, site.workload)) yield findingOf(model, site, others, memory);
    }
  },
};

interface Site {
  readonly node: Node;
  readonly name: string;
  readonly workload: Workload | undefined;
  /** What can switch it off, where it is on by default only. */
  readonly via: string | null;
  readonly edits: readonly TextEdit[] | undefined;
}

const isWanted = (model: Model, node: Node): boolean => model.isIgnored(node) || speaksOfMemory(model, node);

const SWITCHES = ['gradient_checkpointing', 'activation_checkpointing'];
const HANDED = ['deepspeed', 'fsdp', 'fsdp_config'];
/** Checkpointing is on there unless it is switched off. */
const ON_BY_DEFAULT = 'trl.SFTConfig';

/** `TrainingArguments(gradient_checkpointing=True)`. */
function argumentSites(model: Model): Site[] {
  return model.callsOf(...TRAINING_ARGUMENTS, ON_BY_DEFAULT).flatMap(({ call, name }): Site[] => {
    const given = model.arguments(call, ['output_dir']);
    const on = SWITCHES.find((one) => asBoolean(valueOf(model, given, one) ?? OFF) === true);
    if (on === undefined || HANDED.some((one) => given.has(one))) return [];
    const { kind, runs, models } = destinationOf(model, call);
    const trained = models.flatMap((one) => modelName(model, one)?.value ?? []);
    const value = valueOf(model, given, on);
    if (kind === 'unused' || trained[0] === undefined) return [];
    return [
      {
        node: given.get(on)?.argument ?? call,
        name: trained[0],
        workload: workloadOf(model, ...runs, call),
        via: value?.certainty === 'default' ? (value.via ?? on) : null,
        edits: name === ON_BY_DEFAULT ? switchedOff(given, on) : removed(model, call, given),
      },
    ];
  });
}

const OFF = { certainty: 'unknown', alternatives: [], source: null, via: null } as const;

function switchedOff(given: Arguments, name: string): readonly TextEdit[] | undefined {
  const argument = given.get(name)?.argument;
  return argument?.value.kind === 'constant' ? replaceExpression(argument.value, 'False') : undefined;
}

/** The switch with its settings; off is the default, under either name. */
function removed(model: Model, call: Call, given: Arguments): readonly TextEdit[] | undefined {
  const bound = SWITCHES.flatMap((one) => [given.get(one), given.get(`${one}_kwargs`)]).filter((one) => !!one);
  const written = bound.flatMap(({ argument }) => argument ?? []);
  return written.length === bound.length ? removeArguments(call, model.program.text, written) : undefined;
}

/** `model.gradient_checkpointing_enable()`. */
function calledSites(model: Model): Site[] {
  return SWITCHES.flatMap((one) => model.program.calls(`${one}_enable`)).flatMap((call): Site[] => {
    if (call.func.kind !== 'attribute' || isChosen(model, call)) return [];
    const name = modelName(model, call.func.value)?.value;
    const workload = model.workloads.find(({ kind, model: trained }) => kind === 'train' && trained?.value === name);
    const statement = statementOf(call);
    if (name === undefined || !workload || isParsed(workload)) return [];
    const edits = statement?.kind === 'exprstmt' ? removeStatement(model.program, statement) : undefined;
    return [{ node: call, name, workload, via: null, edits }];
  });
}

/** Whoever starts a Trainer with a command line may ask for batches that fill the memory. */
const isParsed = ({ framework, batchSize }: Workload): boolean =>
  framework === 'huggingface' && batchSize?.note?.startsWith('--') === true;

/** Examples on each device where training arguments say nothing (transformers). */
const USUAL_BATCH = 8;

function memoryOf(model: Model, { name, workload }: Site): Memory | undefined {
  const batch = workload?.batchSize?.value ?? (workload?.framework === 'huggingface' ? USUAL_BATCH : undefined);
  // So few at a time say that memory is short, whatever fills it.
  if (batch === undefined || batch < FEW) return undefined;
  const isReduced = REDUCED.has(workload?.precision?.value ?? '');
  return trainingMemory(model, { name, batch, isReduced, tokens: workload?.sequenceLength?.value ?? null });
}

const FEW = 4;
const REDUCED = new Set(['mixed', 'bf16', 'fp16']);

function findingOf(model: Model, site: Site, others: readonly Site[], memory: Memory): Finding {
  const { node, workload, via } = site;
  const scale = scaleOfTransformer(model, workload);
  const level = lowered('information', via === null ? 0 : 1);
  const size = `${Math.round(memory.parameters / 1e6)}M`;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(node),
    message: `Activations of a model of ${size} weights are computed twice to save memory`,
    notes: notes(
      `without it the training needs at most about ${Math.ceil(memory.total)} GB`,
      via !== null && `${via} can switch it off; its default is on`,
      scaleNote(level, scale),
    ),
    related: others.map((one) => ({ span: spanOf(one.node), message: 'switched on here as well' })),
    facts: { gigabytes: Math.ceil(memory.total), parameters: memory.parameters },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fixesOf([site, ...others]),
  };
}

function fixesOf(sites: readonly Site[]): Fix[] {
  const edits = sites.map((one) => (one.via === null ? one.edits : undefined));
  if (edits.includes(undefined)) return [];
  const all = edits.flatMap((one) => one ?? []);
  return [{ title: 'Turn gradient checkpointing off', safety: 'safe', edits: all, imports: [] }];
}

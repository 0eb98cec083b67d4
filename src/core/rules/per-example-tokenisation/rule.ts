/** Finds tokenizers that get one text at a time, in `map` over rows and in the item method of a data set. */
import { addKeyword } from '../../fixes/edits';
import { loaders } from '../../model/loaders/find-loaders';
import {
  type MappedTokens,
  mappedTokens,
  type TokenisedItems,
  tokenisedItems,
} from '../../model/loaders/tokenised-rows';
import type { Model } from '../../model/model';
import { hfTrainers } from '../../model/trainers/hf-trainer';
import { methodCallsOn } from '../../model/traverse';
import { dataOf } from '../../model/workloads/data';
import { hasFewRows, workloadOf } from '../../model/workloads/workload-of';
import type { Node } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { importOf } from '../shared/import-of';
import { notes } from '../shared/notes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'prep',
  'Hugging Face Datasets documentation, "Batch mapping": fast tokenizers want many texts at once; no figure for energy',
);

export const rule: Rule = {
  meta: {
    id: 'per-example-tokenisation',
    summary: 'A tokenizer gets one text at a time, or the same texts again in every epoch.',
    category: 'data',
    severity: 'information',
    frameworks: ['huggingface', 'torch'],
    triggers: ['okeni', 'tok('],
    requires: [['.map', '__getitem__'], [importOf('transformers', 'datasets', 'tokenizers', 'torch')]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    const maps = mappedTokens(model).filter((one) => !streams(model, one));
    for (const group of alike(maps)) yield mapFinding(model, group);
    for (const one of tokenisedItems(model)) if (isReadAgain(model, one)) yield itemFinding(one);
  },
};

/** A stream is tokenised while it is read. */
function streams(model: Model, { map }: MappedTokens): boolean {
  return (
    model.program.mentions('streaming') ||
    model.program.mentions('IterableDataset') ||
    (map.func.kind === 'attribute' && hasFewRows(dataOf(model, map.func.value).samples ?? undefined))
  );
}

type Group = readonly [MappedTokens, ...MappedTokens[]];

/** The maps of one function: the splits of a data set. */
function alike(maps: readonly MappedTokens[]): readonly Group[] {
  const groups = new Map<unknown, [MappedTokens, ...MappedTokens[]]>();
  for (const one of maps) {
    const open = groups.get(one.owner);
    if (open) open.push(one);
    else groups.set(one.owner, [one]);
  }
  return [...groups.values()];
}

const DIFFERS: Readonly<Record<NonNullable<MappedTokens['differs']>, string>> = {
  padding: 'texts would be padded to the longest of each batch of 1,000; pad in a data collator instead',
  tensors: 'the shapes of what the tokenizer returns differ for a batch',
  joined: 'the function gets lists of texts then, each of which has to be joined with what is added here',
  'other map': 'the function is used in another way as well',
};

function mapFinding(model: Model, group: Group): Finding {
  const [{ map, owner, call, differs }, ...others] = group;
  return {
    rule: rule.meta.id,
    severity: 'information',
    span: { start: map.func.end - 'map'.length, end: map.end },
    message: 'The tokenizer gets one text at a time: no batched=True',
    notes: notes(differs && DIFFERS[differs]),
    related: [
      { span: spanOf(owner.kind === 'lambda' ? owner : call), message: 'Called once for each row' },
      ...others.map((one) => ({ span: spanOf(one.map), message: 'The same here' })),
    ],
    facts: { place: 'map' },
    saving: SAVING,
    workload: null,
    fixes: batchedFixes(model, group),
  };
}

function batchedFixes(model: Model, group: Group): Fix[] {
  const blocked = group.some(({ differs }) => differs !== null && differs !== 'other map');
  const edits = group.map(({ map }) => addKeyword(map, model.program.text, 'batched', 'True'));
  if (blocked || edits.includes(undefined) || isUsedOtherwise(model, group)) return [];
  return [{ title: 'Set batched=True', safety: 'safe', edits: edits.flatMap((one) => one ?? []), imports: [] }];
}

/** The function is called or mapped where none of the maps of the group is. */
function isUsedOtherwise(model: Model, group: Group): boolean {
  const [{ owner }] = group;
  if (owner.kind === 'lambda') return false;
  const maps = new Set<unknown>(group.map(({ map }) => map));
  return model.program
    .names(owner.name)
    .some(({ parent }) => parent?.kind === 'call' || (parent?.kind === 'argument' && !maps.has(parent.parent)));
}

/** A training of more than one epoch reads the items; how often is unknown only where somebody else trains. */
function isReadAgain(model: Model, { definition }: TokenisedItems): boolean {
  const trainers = hfTrainers(model);
  const isRepeated =
    trainers.length > 0
      ? trainers.some(({ call }) => !methodCallsOn(model, call, 'train').some((run) => isOnce(model, run)))
      : loaders(model).length > 0 && model.trainingLoops.some(({ epoch }) => epoch !== null && !isOnce(model, epoch));
  return isRepeated && isMade(model, definition.name);
}

const isOnce = (model: Model, run: Node): boolean => workloadOf(model, run)?.epochs?.value === 1;

const isMade = (model: Model, name: string): boolean =>
  model.program.calls(name).some((call) => !model.isIgnored(call));

function itemFinding({ call, method }: TokenisedItems): Finding {
  return {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(call),
    message: 'Every epoch tokenises the same texts again, one at a time',
    notes: ['tokenise all texts at once before training, and let the items look their tokens up'],
    related: [],
    facts: { place: method.name },
    saving: SAVING,
    workload: null,
    fixes: [],
  };
}

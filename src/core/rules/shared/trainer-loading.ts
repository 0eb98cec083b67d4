/** Finds Hugging Face Trainers that decode, transform or tokenise every item in the training process. */
import { datasetOf } from '../../model/loaders/dataset-facts';
import { itemWork } from '../../model/loaders/item-work';
import { runsOnImport, unsharable } from '../../model/loaders/hazards';
import { workersOf } from '../../model/loaders/workers';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { TRAINING_ARGUMENTS, trainersTaking, destinationOf } from '../../model/trainers/hf-trainer';
import { reference } from '../../fixes/reference';
import type { Call, Expr } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, RuleMeta, Saving } from '../rule';
import { addKeywords, keywordEdits } from './keyword-fix';
import { lowered } from './level';
import { readsWholeStream, STREAM_NOTE } from './loader-problems';
import { notes } from './notes';
import { workloadOf } from '../../model/workloads/workload-of';

const NAME = 'dataloader_num_workers';

export function* trainerLoading(model: Model, meta: RuleMeta, saving: Saving): Generator<Finding> {
  if (model.document.isTest || model.device.kind === 'cpu') return;
  for (const { call, through } of model.callsOf(...TRAINING_ARGUMENTS)) {
    if (through !== null || model.isIgnored(call)) continue;
    const given = model.arguments(call, ['output_dir']);
    const workers = workersOf(model, given, NAME);
    const site = workers.count === 'none' ? workedOn(model, call) : undefined;
    if (!site) continue;
    const why = obstacle(model, site);
    const runs = destinationOf(model, call).runs;
    yield {
      rule: meta.id,
      severity: lowered('information', (workers.overridable ? 1 : 0) + (site.isWholeStream ? 1 : 0)),
      span: spanOf(call),
      message: `No loader workers: the process of the Trainer ${site.work}`,
      notes: notes(workers.overridable && `${workers.via ?? 'an option'} sets it`, why),
      related: runs.slice(0, 1).map((run) => ({ span: spanOf(run), message: 'The training runs here' })),
      facts: { workers: 0, work: site.work, device: model.device.kind },
      saving,
      workload: workloadOf(model, ...runs, call)?.id ?? null,
      fixes: workers.overridable || why !== undefined ? [] : fixesOf(model, call, given),
    };
  }
}

interface Site {
  readonly work: string;
  readonly trainer: Call;
  readonly dataset: Expr | null;
  readonly collate: Expr | null;
  /** Each worker would read all of it. */
  readonly isWholeStream: boolean;
}

/** The Trainer that takes the arguments, where its data set or collator works on each item. */
function workedOn(model: Model, argumentsCall: Call): Site | undefined {
  if (destinationOf(model, argumentsCall).kind !== 'trains') return undefined;
  for (const { call, given } of trainersTaking(model, argumentsCall)) {
    const dataset = given.get('train_dataset')?.value ?? null;
    const collate = given.get('data_collator')?.value ?? null;
    const facts = datasetOf(model, dataset);
    const work = facts.what ?? collateWork(model, collate);
    if (work !== undefined) return { work, trainer: call, dataset, collate, isWholeStream: readsWholeStream(facts) };
  }
  return undefined;
}

function collateWork(model: Model, collate: Expr | null): string | undefined {
  for (const origin of collate ? model.origins(collate) : []) {
    const scope = origin.kind === 'function' ? origin.definition : undefined;
    const found = scope && itemWork(model, scope, null);
    if (found) return found;
  }
  return undefined;
}

function obstacle(model: Model, site: Site): string | undefined {
  if (model.document.kind === 'notebook')
    return 'no automatic fix: where processes are spawned (Windows, macOS), workers cannot see classes defined in a notebook';
  if (runsOnImport(model, site.trainer))
    return 'no automatic fix: without `if __name__ == "__main__":` workers fail on Windows and macOS';
  if (site.isWholeStream) return `no automatic fix: ${STREAM_NOTE}`;
  const facts = datasetOf(model, site.dataset);
  const reason = unsharable(model, { call: site.trainer, collate: site.collate }, facts);
  return reason && `no automatic fix: ${reason}`;
}

function fixesOf(model: Model, call: Call, given: Arguments): Fix[] {
  const { expression, imports } = reference(model.program, 'os.cpu_count', call);
  const value = `min(8, ${expression}() or 1)`;
  const edits = given.has(NAME)
    ? keywordEdits(model, call, given, NAME, value)
    : addKeywords(model, call, [`${NAME}=${value}`, 'dataloader_persistent_workers=True']);
  if (!edits) return [];
  const reason =
    'Worker processes draw other random numbers, so a seeded run with random augmentation gives other batches.';
  return [{ title: `Set ${NAME}`, safety: 'review', reason, edits, imports }];
}

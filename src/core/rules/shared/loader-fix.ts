/** Mends all loaders of a group in one go: worker processes, living workers and pinned memory. */
import { textOf } from '../../model/torch/modules';
import { setKeyword, replaceExpression } from '../../fixes/edits';
import { reference, type Reference } from '../../fixes/reference';
import { runsOnImport, unsharable } from '../../model/loaders/hazards';
import type { Model } from '../../model/model';
import { readSwitch } from '../../model/setting';
import { hasLivingWorkers } from '../../model/torch/release';
import { fittingTrainers } from '../../model/trainers/lightning';
import type { Node } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { Fix, ImportNeed } from '../rule';
import { addKeywords } from './keyword-fix';
import type { LoaderGroup } from './loader-groups';
import { pinnedCopies } from './waiting-copies';
import { FEW_EPOCHS, type JudgedLoader, readsWholeStream, STREAM_NOTE } from './loader-problems';

const WORKERS_REASON =
  'Worker processes draw other random numbers, so a seeded run with random augmentation gives other batches.';
const PERSISTENT_REASON =
  'Workers that live on draw no new seed each epoch, so a seeded run shuffles differently from the second epoch on.';

/** Why no fix is offered, for the notes of the finding; undefined when one can be. */
export function obstacle(model: Model, { members }: LoaderGroup): string | undefined {
  const idle = members.filter((one) => one.problems.has('workers'));
  const [closed] = members.flatMap((one) => missingParameter(one) ?? []);
  if (closed !== undefined) return closed;
  if (idle.length === 0) return undefined;
  if (idle.some(({ workers }) => workers.overridable)) return undefined;
  if (idle.some(({ dataset }) => readsWholeStream(dataset))) return `no automatic fix: ${STREAM_NOTE}`;
  if (model.document.kind === 'notebook')
    return 'no automatic fix: where processes are spawned (Windows, macOS), workers cannot see classes defined in a notebook';
  if (idle.some((one) => startsOnImport(model, one)))
    return 'no automatic fix: without `if __name__ == "__main__":` workers fail on Windows and macOS';
  for (const { loader, dataset } of idle) {
    const reason = unsharable(model, loader, dataset);
    if (reason !== undefined) return `no automatic fix: ${reason}`;
  }
  return undefined;
}

/** What a function of another file would have to take, so that its call could be mended. */
function missingParameter({ elsewhere, problems, passes }: JudgedLoader): string | undefined {
  if (!elsewhere) return undefined;
  const { through, workersFrom, persistentFrom } = elsewhere;
  const mustLiveOn = problems.has('respawn') || (problems.has('workers') && (passes === null || passes >= FEW_EPOCHS));
  const missing = [
    problems.has('workers') && workersFrom === null && 'number of workers',
    mustLiveOn && persistentFrom === null && '`persistent_workers`',
  ].filter((one) => one !== false);
  if (missing.length === 0) return undefined;
  return `no automatic fix: \`${through.name}\` in ${through.file} makes the loader and takes no ${missing.join(' and no ')}`;
}

function startsOnImport(model: Model, { loader }: JudgedLoader): boolean {
  return loader.readings.some(({ kind, node }) => {
    const places: readonly Node[] = kind === 'lightning' ? fittingTrainers(model).flatMap(({ fits }) => fits) : [node];
    return places.some((place) => runsOnImport(model, place));
  });
}

/** One fix for all members; none when one of them cannot be mended. */
export function loaderFixes(model: Model, group: LoaderGroup): Fix[] {
  if (obstacle(model, group) !== undefined) return [];
  const members = group.members.filter(
    ({ loader }, index, all) => all.findIndex((one) => one.loader.call === loader.call) === index,
  );
  const all = members.map((member) => mend(model, member));
  if (all.some((one) => one === undefined)) return [];
  const done = all.flatMap((one) => one ?? []);
  // Pinned batches are worth little to a loop that waits for each copy.
  const unpinned = members.filter(({ problems }) => problems.has('unpinned'));
  const copies = pinnedCopies(
    model,
    unpinned.map(({ loader }) => loader),
  );
  const base = {
    title: titleOf(done.flatMap(({ names }) => names)),
    edits: [...done.flatMap(({ edits }) => edits), ...copies].sort((a, b) => a.span.start - b.span.start),
    imports: withoutRepetition(done.flatMap(({ imports }) => imports)),
  };
  const reason = reasonOf(model, group);
  return [reason === undefined ? { ...base, safety: 'safe' } : { ...base, safety: 'review', reason }];
}

function reasonOf(model: Model, { members }: LoaderGroup): string | undefined {
  if (members.some(({ problems }) => problems.has('workers'))) return WORKERS_REASON;
  const respawns = members.some(({ problems }) => problems.has('respawn'));
  return respawns && isSeeded(model) ? PERSISTENT_REASON : undefined;
}

/** A run that nobody seeds shuffles differently each time anyway. */
function isSeeded(model: Model): boolean {
  return model.program.first(/seed/i) !== undefined;
}

interface Mended {
  readonly names: readonly string[];
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}

/** The keywords of one loader; undefined when one of them comes out of a dictionary or is an option's default. */
function mend(model: Model, member: JudgedLoader): Mended | undefined {
  const wanted = keywordsFor(model, member);
  if (!wanted) return undefined;
  const { call, given } = member.loader;
  const { text } = model.program;
  const fresh = wanted.filter(([name]) => !given.has(name));
  const edits: TextEdit[] = [];
  for (const [name, value] of wanted.filter(([name]) => given.has(name))) {
    const bound = given.get(name);
    if (!bound?.argument) return undefined;
    const edit =
      bound.argument.name === null ? replaceExpression(bound.value, value) : setKeyword(call, text, name, value);
    if (!edit) return undefined;
    edits.push(...edit);
  }
  const added = fresh.length > 0 ? addAll(model, member, fresh) : [];
  if (!added) return undefined;
  return { names: wanted.map(([name]) => name), edits: [...edits, ...added], imports: importsOf(model, member) };
}

function addAll(model: Model, { loader }: JudgedLoader, keywords: readonly Keyword[]): readonly TextEdit[] | undefined {
  return addKeywords(
    model,
    loader.call,
    keywords.map(([name, value]) => `${name}=${value}`),
  );
}

type Keyword = readonly [name: string, value: string];

function keywordsFor(model: Model, member: JudgedLoader): readonly Keyword[] | undefined {
  const { problems, workers, passes, changes, loader, elsewhere } = member;
  const found: Keyword[] = [];
  const livesBy = elsewhere ? elsewhere.persistentFrom : 'persistent_workers';
  if (problems.has('workers')) {
    if (workers.overridable) return undefined;
    found.push([elsewhere?.workersFrom ?? 'num_workers', `min(8, ${cores(model, member).expression}() or 1)`]);
    if ((passes === null || passes > 1) && !changes && livesBy !== null && hasLivingWorkers(model))
      found.push([livesBy, 'True']);
  }
  if (problems.has('respawn')) {
    const condition = livesOn(model, member);
    if (condition === undefined || livesBy === null) return undefined;
    found.push([livesBy, condition]);
  }
  if (problems.has('unpinned')) found.push(['pin_memory', `${available(model, member).expression}()`]);
  const decided = (name: string): boolean =>
    loader.given.get(name)?.certainty === 'maybe' || readSwitch(model, loader.given, name) === 'default-off';
  return found.some(([name]) => decided(name)) ? undefined : found;
}

/** `True` where there are workers for certain; else a comparison, because PyTorch rejects living workers without any. */
function livesOn(model: Model, { workers, loader }: JudgedLoader): string | undefined {
  const { expression } = workers;
  const isInDictionary = loader.given.get('num_workers')?.argument === null;
  // Without workers there is nothing to keep, and the loader refuses to.
  if (isInDictionary && workers.count === 'mixed') return undefined;
  if (!expression || isInDictionary) return workers.overridable ? undefined : 'True';
  if (workers.count === 'some' && !workers.overridable && !/\/\//.test(textOf(model, expression))) return 'True';
  return /^[\w.]+$/.test(textOf(model, expression)) ? `${textOf(model, expression)} > 0` : undefined;
}

const cores = (model: Model, { loader }: JudgedLoader): Reference =>
  reference(model.program, 'os.cpu_count', loader.call);
const available = (model: Model, { loader }: JudgedLoader): Reference =>
  reference(model.program, 'torch.cuda.is_available', loader.call);

function importsOf(model: Model, member: JudgedLoader): readonly ImportNeed[] {
  return [
    ...(member.problems.has('workers') ? cores(model, member).imports : []),
    ...(member.problems.has('unpinned') ? available(model, member).imports : []),
  ];
}

function withoutRepetition(needs: readonly ImportNeed[]): readonly ImportNeed[] {
  const key = ({ from, name, alias }: ImportNeed): string => `${from ?? ''}:${name}:${alias ?? ''}`;
  return needs.filter((need, index) => needs.findIndex((other) => key(other) === key(need)) === index);
}

function titleOf(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const last = unique.pop() ?? '';
  return `Set ${unique.length > 0 ? `${unique.join(', ')} and ` : ''}${last}`;
}

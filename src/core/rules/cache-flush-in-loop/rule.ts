/** Finds training steps that give cached memory back each time, which the next step has to ask for again. */
import { removeArgument } from '../../fixes/calls';
import { removeUnusedImport } from '../../fixes/remove-import';
import { removeStatement } from '../../fixes/remove-statement';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { scaleOfLoop, scaleOfTransformer } from '../../model/scale/of-runs';
import { valueOf } from '../../model/setting';
import { isWithin } from '../../model/torch/events';
import { destinationOf, TRAINING_ARGUMENTS, TRL_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { dotted } from '../../model/traverse';
import { leastNumber } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, Node, Stmt } from '../../syntax/ast';
import { blockOf, enclosingFunction, statementOf } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { runsEachTime } from '../shared/each-time';
import { atScale, lowered, scaleNote } from '../shared/level';
import { speaksOfMemory } from '../shared/memory-comment';
import { notes } from '../shared/notes';

/** "About 10 % slower": a tenth more time is a saving of 9 %. */
const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0.05,
  high: 0.14,
  grade: 'E',
  source:
    'transformers, help of torch_empty_cache_steps: about 10 % slower; ResNet-18 on an H200 (docs/benchmarks.md): 14 % of the energy',
};

export const rule: Rule = {
  meta: {
    id: 'cache-flush-in-loop',
    summary: 'Memory that is given back after every training step has to be allocated again in the next.',
    category: 'loop',
    severity: 'information',
    frameworks: ['torch', 'huggingface', 'keras'],
    triggers: ['empty_cache', 'gc.collect', 'clear_session'],
    requires: [['torch_empty_cache_steps', /\bbackward\s*\(/, /\.\s*gradient\s*\(/]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      steps: { default: 50, minimum: 1, description: 'Trainers that flush every so many steps or fewer are reported.' },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    yield* configured(model, options['steps'] ?? 50);
    const flushes = flushesOf(model);
    if (flushes.length === 0 || collectsByHand(model)) return;
    for (const loop of model.trainingLoops) {
      if (loop.kind === 'reinforcement' || loop.step === loop.epoch || model.isIgnored(loop.step)) continue;
      const [first, ...rest] = flushes.filter(
        ({ site }) => isWithin(site, loop.step) && runsEachTime(model, site, loop.step),
      );
      if (first && !measuresMemory(model, loop)) yield findingOf(model, loop, [first, ...rest]);
    }
  },
};

const WORDS: Readonly<Record<string, string>> = {
  'torch.cuda.empty_cache': "empties the GPU's memory cache",
  'torch.cuda.memory.empty_cache': "empties the GPU's memory cache",
  'torch.accelerator.empty_cache': "empties the accelerator's memory cache",
  'torch.mps.empty_cache': "empties the GPU's memory cache",
  'keras.backend.clear_session': 'clears the Keras session',
  'keras.utils.clear_session': 'clears the Keras session',
  'gc.collect': "runs Python's garbage collector",
};

interface Flush {
  /** What stands in the loop: the call itself, or that of the function it is in. */
  readonly site: Call;
  readonly call: Call;
  readonly name: string;
}

/** Whoever switches the collector off calls it at moments of his own choice; DeepSpeed asks for flushes on all ranks at once. */
function collectsByHand({ program }: Model): boolean {
  return (
    ['disable', 'freeze'].some((name) => program.calls(name).some(({ func }) => isOfGc(func))) ||
    program.mentions('deepspeed')
  );
}

const isOfGc = (func: Node): boolean =>
  func.kind === 'attribute' && func.value.kind === 'name' && func.value.id === 'gc';

function flushesOf(model: Model): readonly Flush[] {
  const onCpu = model.device.kind === 'cpu';
  return model.callsOf(...Object.keys(WORDS)).flatMap(({ call, name, certainty }): Flush[] => {
    if (certainty === 'may' || model.isIgnored(call) || (onCpu && name !== 'gc.collect')) return [];
    return sitesOf(model, call).map((site) => ({ site, call, name }));
  });
}

/** What a step leaves in memory is what the loop is for. */
const measuresMemory = ({ program }: Model, { step }: TrainingLoop): boolean =>
  ['memory_allocated', 'max_memory_allocated', 'memory_reserved'].some(
    (name) => program.callsIn(step, name).length > 0,
  );

const MAX_DEPTH = 2;

/** The call, and the calls of functions that make it each time. */
function sitesOf(model: Model, call: Call, depth = 0): readonly Call[] {
  const owner = depth < MAX_DEPTH ? enclosingFunction(call) : undefined;
  if (!owner || !runsEachTime(model, call, owner)) return [call];
  return [call, ...model.callersOf(owner).flatMap((caller) => sitesOf(model, caller, depth + 1))];
}

function findingOf(model: Model, loop: TrainingLoop, inside: readonly [Flush, ...Flush[]]): Finding {
  const scale = scaleOfLoop(model, loop);
  const wanted = inside.some(({ call }) => speaksOfMemory(model, call));
  const level = lowered('information', wanted ? 1 : 0);
  const [any] = inside;
  const first = inside.find(({ name }) => name !== 'gc.collect') ?? any;
  const { site, call, name } = first;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(site),
    message: `Every training step ${WORDS[name] ?? 'empties a cache'}`,
    notes: notes(
      'what is cached is not lost: PyTorch uses it for the next step, and gives it back by itself before it runs out',
      wanted && 'a comment beside it speaks of memory: see whether the peak is really lower with it',
      site !== call && 'the flush is in the function that is called here',
      scaleNote(level, scale),
    ),
    related: inside
      .filter((one) => one !== first)
      .map((one) => ({ span: spanOf(one.call), message: `${WORDS[one.name] ?? 'flushes'} as well` })),
    facts: { flushes: inside.length },
    saving: SAVING,
    workload: workloadOf(model, loop.epoch ?? loop.step, loop.step)?.id ?? null,
    fixes: wanted ? [] : fixesOf(model, inside),
  };
}

const CYCLES = 'Memory that only reference cycles hold is freed later then, so the peak may rise.';

function fixesOf(model: Model, inside: readonly Flush[]): Fix[] {
  const statements = wholeStatements(inside);
  if (!statements) return [];
  const edits = statements.map((one) => removeStatement(model.program, one));
  const collects = inside.some(({ name }) => name === 'gc.collect');
  const roots = new Set(inside.flatMap(({ call }) => dotted(call.func)?.split('.')[0] ?? []));
  // A program that trains with PyTorch is not done with it, whatever the text shows.
  roots.delete('torch');
  const imports = [...roots].map((root) => removeUnusedImport(model.program, root, statements));
  const parts = [...edits, ...imports];
  if (parts.some((one) => one === undefined)) return [];
  const all = parts.flatMap((one) => one ?? []);
  const fix = { title: `Remove ${inside.length === 1 ? 'it' : 'them'} from the step`, edits: all, imports: [] };
  return [collects ? { ...fix, safety: 'review', reason: CYCLES } : { ...fix, safety: 'safe' }];
}

/** The statements to take out; an `if` that holds nothing else goes as a whole. Undefined where a block would be empty. */
function wholeStatements(inside: readonly Flush[]): readonly Stmt[] | undefined {
  const calls = inside.map(({ site, call }) => (site === call ? statementOf(call) : undefined));
  const own = calls.filter((one): one is Stmt => one?.kind === 'exprstmt');
  if (own.length !== inside.length) return undefined;
  const all = new Set(own.map((one) => (isWhole(one, own) ? (one.parent as Stmt) : one)));
  const isLeftEmpty = [...all].some((one) => blockOf(one).every((other) => all.has(other)));
  return isLeftEmpty ? undefined : [...all];
}

function isWhole({ parent }: Stmt, own: readonly Stmt[]): boolean {
  return (
    parent?.kind === 'if' &&
    !parent.isElif &&
    parent.orelse.length === 0 &&
    parent.body.every((one) => own.includes(one))
  );
}

/** `torch_empty_cache_steps=4`. */
function* configured(model: Model, most: number): Generator<Finding> {
  if (!model.program.mentions('torch_empty_cache_steps')) return;
  for (const { call } of model.callsOf(...TRAINING_ARGUMENTS, ...TRL_ARGUMENTS)) {
    const given = model.arguments(call, ['output_dir']);
    const value = valueOf(model, given, 'torch_empty_cache_steps');
    const steps = value && leastNumber(value);
    const argument = given.get('torch_empty_cache_steps')?.argument;
    const destination = destinationOf(model, call);
    if (!value || !argument || steps === undefined || steps < 1 || steps > most) continue;
    if (model.isIgnored(call) || destination.kind === 'unused') continue;
    const workload = workloadOf(model, ...destination.runs, call);
    const scale = scaleOfTransformer(model, workload);
    const level = lowered('information', value.certainty === 'default' ? 1 : 0);
    const edits = value.certainty === 'default' ? undefined : removeArgument(call, model.program.text, argument);
    yield {
      rule: rule.meta.id,
      severity: atScale(level, scale),
      span: spanOf(argument),
      message: steps === 1 ? 'The cache is emptied after every step' : `The cache is emptied every ${steps} steps`,
      notes: notes('worth its time only where a run is out of memory without it', scaleNote(level, scale)),
      related: [],
      facts: { steps },
      saving: SAVING,
      workload: workload?.id ?? null,
      fixes: edits ? [{ title: 'Remove torch_empty_cache_steps', safety: 'safe', edits, imports: [] }] : [],
    };
  }
}

/** What the loop around a prediction is: over data, a benchmark, a display, a server, a training loop. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { ancestors, descend, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { iterations } from '../search/iterations';
import { calleeName } from '../traverse';
import { limitedRows } from '../workloads/limits';
import { slicedRows } from '../workloads/rows';
import { asBoolean } from '../values';
import { callsInLoop, type ElementLoop } from './element-loops';
import { textOf } from '../torch/modules';
import { followed } from './single-row';
import { writtenOut } from './written-out';

/** Calls that say why the loop goes one by one: it trains, acts, measures, shows, waits or serves. */
const REASONS = new Set([
  ...[
    'backward',
    'step',
    'fit',
    'partial_fit',
    'train_on_batch',
    'apply_gradients',
    'gradient',
    'reset',
    'zero_grad',
    'update_parameters',
  ],
  ...[
    'time',
    'perf_counter',
    'process_time',
    'time_ns',
    'monotonic',
    'default_timer',
    'timeit',
    'synchronize',
    'elapsed_time',
  ],
  ...['imshow', 'show', 'subplot', 'add_subplot', 'waitKey', 'display', 'figure', 'subplots'],
  ...['input', 'raw_input', 'sleep', 'recv', 'poll', 'read_frame', 'chat_message', 'write_stream'],
]);

export function hasReason(model: Model, loop: ElementLoop): boolean {
  for (const call of callsInLoop(loop)) if (REASONS.has(calleeName(call)) || readsClock(model, call)) return true;
  // Who asserts it has a model that takes no more.
  if (model.program.first(/\bassert\b[^\n]*\bbatch_?size\b[^\n]*==\s*1\b/)) return true;
  return isOverPanels(model, loop.iterable) || [...ancestors(loop.node)].some(isServing);
}

/** Once for each panel of a figure: `for image, ax in zip(images, axes.flat)`. */
export function isOverPanels(model: Model, iterable: Expr): boolean {
  if (model.program.calls('subplots').length === 0) return false;
  return [...descend(iterable)].some((node) => node.kind === 'name' && PANELS.test(node.id));
}

/** `axs[row, column].imshow(...)` in the loop. */
export function drawsPanels(model: Model, loop: Node): boolean {
  if (model.program.calls('subplots').length === 0) return false;
  return [...descend(loop)].some(
    (node) => node.kind === 'subscript' && node.value.kind === 'name' && PANELS.test(node.value.id),
  );
}

const PANELS = /^(ax|axs|axes|axarr)$/;

/** A clock under another name: `from timeit import default_timer as timer`. */
function readsClock(model: Model, call: Call): boolean {
  if (call.args.length > 0 || call.func.kind !== 'name') return false;
  return model.origins(call.func).some((one) => one.kind === 'external' && /^(time|timeit)\./.test(one.name));
}

/** `while True:` around the loop: frames of a camera, messages of a queue. */
function isServing(at: Node): boolean {
  return at.kind === 'while';
}

/** The elements are batches already: their names say so, or `map` is told to hand over batches. */
export function isBatched(model: Model, loop: ElementLoop, single: Single): boolean {
  const { node, iterable, scope } = loop;
  if (loop.kind === 'each' && handsOverBatches(model, loop.node)) return true;
  const target = node.kind === 'for' ? node.target : node.kind === 'comprehension' ? node.clauses.at(-1)?.target : null;
  const over = model.program.text.slice(iterable.start, iterable.end);
  const names = target ? [model.program.text.slice(target.start, target.end)] : [];
  if (scope.kind === 'lambda') names.push(...scope.params.map(({ name }) => name));
  // What is taken out of one batch are elements, and so is what the call makes a batch of.
  const batches = single === 'proven' ? /batches|batched/i : /batches|batched|chunks/i;
  const batch = single === 'proven' ? /batch(?!\w*(path|file|name))/i : /batch|chunk/i;
  return (
    [over, ...names].some((text) => /loader|window|stream|capture|camera|queue/i.test(text)) ||
    batches.test(over) ||
    names.some((name) => batch.test(name)) ||
    stepsByBatches(model, iterable)
  );
}

/** Whether the call shows that it is given one element, `[x]` or `x["text"]`, and not what may be many. */
export type Single = 'proven' | 'assumed';

/** `Dataset.map(embed, batched=True)`. */
function handsOverBatches(model: Model, call: ElementLoop['node']): boolean {
  if (call.kind !== 'call') return false;
  return call.args.some(({ name, value }) => name === 'batched' && asBoolean(model.value(value)) !== false);
}

const TYPED = /^(self\.)?(args|opt|opts|config|cfg|FLAGS|hparams|settings)\.\w/;

/** Files that somebody picks in a dialog of the browser: Colab, Streamlit. */
const UPLOADS = /^(google\.colab\.files\.upload|streamlit\.(sidebar\.)?file_uploader)$/;

/** A list of arguments or settings holds what somebody typed, and so does one prompt that may be several: a handful. */
export function isTyped(model: Model, { iterable }: ElementLoop): boolean {
  if (iterable.kind === 'name' && /^(negative_)?prompt(_\d)?$/.test(iterable.id)) return true;
  return [iterable, ...valuesIn(iterable)].some((one) =>
    [...descend(one)].some((node) =>
      node.kind === 'attribute' && TYPED.test(textOf(model, node)) ? !isAside(node, one) : isUploaded(model, node),
    ),
  );
}

const isUploaded = (model: Model, node: Node): boolean =>
  node.kind === 'name' && model.origins(node).some((one) => one.kind === 'result' && UPLOADS.test(one.of));

/** Calls that take a part of the data, of which settings say how large it is. */
const DIVIDES = /chunk|split|shard/i;

/** The lines of a file that is named, and numbers beside the data: `get_chunk(questions, args.chunks)`. */
function isAside(node: Node, within: Node): boolean {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'call' && calleeName(at) === 'open') return true;
    if (at.kind === 'call' && DIVIDES.test(calleeName(at)) && at.args.findIndex((one) => one === inner) > 0)
      return true;
    if (at === within) return false;
    inner = at;
  }
  return false;
}

/** The values of the variables that are looped over: `files` in `enumerate(files)`. */
function valuesIn(iterable: Expr): readonly Expr[] {
  const inner = iterable.kind === 'call' ? iterable.args.map(({ value }) => value) : [iterable];
  return inner.map((one) => followed(one)).filter((one) => !inner.includes(one));
}

/** Methods in which a model server answers, and the bases of its handlers. */
const ANSWERS = /^(handle|inference|predict|predict_fn|invoke|__call__|do_POST)$/;
const SERVERS = /(Handler|Predictor|ModelServer|LitAPI|PythonModel|Servable)$|^kserve\.(\w+\.)*Model$/;

/** In a model server the loop goes over what one request holds, which the server has batched already. */
export function isInServer(model: Model, node: Node): boolean {
  const owner = enclosingFunction(node);
  if (owner?.parent?.kind !== 'class' || !ANSWERS.test(owner.name)) return false;
  return owner.parent.bases.some(({ value }) =>
    model.origins(value).some((one) => one.kind === 'external' && SERVERS.test(one.name)),
  );
}

/** `range(0, len(x), 32)` goes from batch to batch. */
function stepsByBatches(model: Model, iterable: Expr): boolean {
  if (iterable.kind !== 'call') return false;
  if (calleeName(iterable) === 'range') return iterable.args.length === 3;
  const first = iterable.args[0];
  return (
    /^(tqdm|trange|track|enumerate)$/.test(calleeName(iterable)) &&
    first !== undefined &&
    stepsByBatches(model, first.value)
  );
}

/** Elements of the loop where the source says; undefined where the data decide. */
export function countOf(model: Model, iterable: Expr, depth = 0): number | undefined {
  const count = iterations(model, iterable)?.value;
  if (count !== undefined || depth > 10) return count;
  const written = iterable.kind === 'name' ? writtenOut(iterable) : undefined;
  if (written !== undefined) return written;
  const value = followed(iterable);
  // A list that was made empty and filled is as long as what was put in.
  if (value !== iterable) return value.kind === 'list' ? undefined : countOf(model, value, depth + 1);
  if (iterable.kind === 'attribute') return countOf(model, iterable.value, depth + 1);
  if (iterable.kind === 'subscript')
    return (
      slicedRows(model, iterable)?.value ?? (isColumn(iterable) ? countOf(model, iterable.value, depth + 1) : undefined)
    );
  if (iterable.kind !== 'call') return undefined;
  const name = calleeName(iterable);
  const limit = limitIn(iterable, name);
  if (limit) return countFromNumber(model, limit.value);
  const limited = limitedRows(model, iterable, name)?.value;
  if (limited !== undefined) return limited;
  const inner =
    iterable.func.kind === 'attribute' && iterable.args.length === 0 ? iterable.func.value : iterable.args[0]?.value;
  return inner && (PASSES.has(name) || /tokeni[sz]er$/.test(name)) ? countOf(model, inner, depth + 1) : undefined;
}

/** Where calls that take some of many are told how many: `islice(rows, 10)`, `np.random.choice(files, size=5)`. */
const LIMITS: Readonly<Record<string, number>> = { take: 0, islice: 1, choice: 1, sample: 1, choices: 1, randint: 2 };

function limitIn({ args }: Call, name: string): Call['args'][number] | undefined {
  const sized = /^(choice|randint)$/.test(name) ? args.find((one) => one.name === 'size') : undefined;
  const at = LIMITS[name];
  return sized ?? (at === undefined ? undefined : args.filter((one) => one.name === null)[at]);
}

/** `frame["text"]` has as many rows as the frame. */
function isColumn({ index }: Extract<Expr, { kind: 'subscript' }>): boolean {
  return index.length === 1 && index[0]?.kind === 'constant' && typeof index[0].value === 'string';
}

const PASSES = new Set([
  'enumerate',
  'tqdm',
  'zip',
  'iterrows',
  'itertuples',
  'items',
  'tolist',
  'list',
  'sorted',
  'reversed',
  'track',
  'as_numpy_iterator',
  'numpy',
]);

function countFromNumber(model: Model, expression: Expr): number | undefined {
  const only = model.value(expression).alternatives[0];
  return only?.type === 'number' ? only.value : undefined;
}

const DATA_CALLS =
  /(^|\.)(iterrows|itertuples|DataLoader|load_dataset|train_test_split|read_csv|read_json|read_parquet|read_excel|listdir|glob|iglob|rglob|iterdir|scandir|walk|readlines|load_data|DataFrame|to_dict)$/;

const DATA_NAME =
  /(^|[^a-z])(X|df|frame|(test|val|train|dev)_?X|(\w+_)?(test|val|valid|train|eval|generator|dataset|data|samples|images|texts|sentences|documents|docs|reviews|tweets|comments|rows|corpus|features|paths|files|filenames))(_\w+)?\b/;

/** Rows of a frame, items of a data set, files of a folder: as many as the data hold. */
export function isOverData(model: Model, { kind, iterable }: ElementLoop): boolean {
  if (kind === 'each') return true;
  // `epoch_iterator = tqdm(test_loader)`: what shows the progress hands on the same elements.
  const shown = valuesIn(iterable).filter((one) => one.kind === 'call' && PASSES.has(calleeName(one)));
  return [iterable, ...shown].some((one) => DATA_NAME.test(textOf(model, one)) || isRead(model, one));
}

/** The elements come out of files, folders or a loader, which hold what somebody collected. */
export function isRead(model: Model, iterable: Expr): boolean {
  for (const node of descend(iterable)) {
    if (node.kind === 'call' && DATA_CALLS.test(calleeName(node))) return true;
    if (node.kind === 'name' && model.origins(node).some(isData)) return true;
  }
  return false;
}

function isData(origin: Origin): boolean {
  return (origin.kind === 'result' || origin.kind === 'item') && DATA_CALLS.test(origin.of.replace(/\(\)$/, ''));
}

/** Follows training data back to the data set it was loaded from or the function that generated it. */
import type { Call, Expr, Name, Subscript } from '../../syntax/ast';
import { passedBy } from '../bind';
import { moved } from '../answers';
import type { Model } from '../model';
import { argumentGiven } from '../imports/in-context';
import { parameterAt, parameterOf, type Parameter } from '../parameters';
import { perModelAnd } from '../per-model';
import type { Origin } from '../origins';
import { countedList } from './counted-rows';
import { agreed, firstKnown, joined, summed } from './candidates';
import { dataElsewhere } from './elsewhere';
import { parts } from './unpacked';
import { deeper, firstWalk, through, type Walk } from './data-walk';
import { isEmpty, largestOf, NO_DATA, partOf, type DataFacts } from './data-facts';
import { FOLLOWED, STACKED, SPLITTING } from './handed-on';
import { trainingItem } from './image-size';
import { joinedTables, putInto } from './lineage';
import { batching } from './loaders';
import { RECEIVED } from './methods';
import { namedData } from './named-data';
import { observedRows } from './observed-rows';
import { createdLoader, tensorsInMemory } from './packed';
import { datasetElsewhere, isDataset, ownName, type OwnDataset } from './own-datasets';
import { isSideways, limited, splitPart, splitRest, splitTest } from './limits';
import { fewest, sizedLike, writtenTexts } from './rows';
import { slicedData } from './slices';
import { heldOrigins, returnedByDefault, takenBindings } from './taken';
import { namedInCall } from './told-data';
import { calleeName } from '../traverse';

const MAX_DEPTH = 12;

/** What is known of the data that an expression holds. */
export function dataOf(model: Model, expression: Expr | undefined): DataFacts {
  return expression ? dataAt(model, expression) : NO_DATA;
}

const dataAt = perModelAnd((model: Model, expression: Expr) => readData(model, expression, firstWalk()), moved);

function readData(model: Model, expression: Expr | undefined, walk: Walk): DataFacts {
  if (!expression || walk.depth > MAX_DEPTH) return NO_DATA;
  const known = walk.known.get(expression);
  if (known) return known;
  const found = readAfresh(model, expression, walk);
  walk.known.set(expression, found);
  return found;
}

function readAfresh(model: Model, expression: Expr, walk: Walk): DataFacts {
  switch (expression.kind) {
    case 'subscript': {
      if (isElement(model, expression)) return NO_DATA;
      const whole = readData(model, expression.value, deeper(walk));
      return slicedData(model, expression, whole);
    }
    case 'binary':
      return summed([expression.left, expression.right].map((one) => readData(model, one, deeper(walk))));
    case 'tuple':
    case 'list':
      return writtenData(expression) ?? readData(model, expression.items[0], deeper(walk));
    case 'dict':
      return readData(model, trainingItem(expression), deeper(walk));
    case 'comprehension':
      return (
        counted(model, expression, walk) ??
        firstKnown([expression.element, ...expression.clauses.map((one) => one.iter)], (one) =>
          readData(model, one, deeper(walk)),
        )
      );
    case 'name': {
      const found = followedData(model, expression, walk);
      if (isEmpty(found)) return counted(model, expression, walk) ?? filled(model, expression, walk);
      return found.samples ? found : { ...found, samples: observedRows(model, expression) };
    }
    default:
      return followedData(model, expression, walk);
  }
}

/** Sentences that the code lists one by one. */
function writtenData(list: Expr): DataFacts | undefined {
  const samples = writtenTexts(list);
  return samples ? { ...NO_DATA, samples } : undefined;
}

/** `windows.append(series[i:i + 60])`: of the same data set, and as many as the notebook shows. */
function filled(model: Model, name: Name, walk: Walk): DataFacts {
  const { dataset } = firstKnown(putInto(model, name), (one) => readData(model, one, deeper(walk)));
  return { ...NO_DATA, dataset, samples: observedRows(model, name) };
}

/** A list with as many rows as a counted loop has turns; its elements are rows where they are no data sets or tables. */
function counted(model: Model, expression: Expr, walk: Walk): DataFacts | undefined {
  const list = countedList(model, expression);
  if (!list || !list.elements.every((one) => isRow(model, one, walk))) return undefined;
  return { ...NO_DATA, samples: list.rows };
}

/** A part of an array, or something of which nothing is known; not a data set or a loader. */
function isRow(model: Model, element: Expr, walk: Walk): boolean {
  return element.kind === 'subscript' || isEmpty(readData(model, element, deeper(walk)));
}

/** `loaders[0]` of a list that a loop filled. */
function isElement(model: Model, { value, index }: Subscript): boolean {
  return index[0]?.kind !== 'slice' && countedList(model, value) !== undefined;
}

function followedData(model: Model, expression: Expr, walk: Walk): DataFacts {
  const outside = argumentGiven(model, expression);
  if (outside) return readData(outside.model, outside.value, deeper(walk));
  const parameter = parameterOf(expression);
  const given = parameter ? passed(model, parameter, walk) : NO_DATA;
  if (!isEmpty(given)) return given;
  const found = agreed(heldOrigins(model, expression), (origin) => fromOrigin(model, origin, walk));
  if (!isEmpty(found)) return found;
  if (expression.kind === 'name') return ofName(model, expression, walk);
  if (expression.kind === 'call') {
    const made = model.calleeOf(expression);
    const returned = made
      ? agreed(returnedByDefault(model, made), (one) => readData(model, one, deeper(walk)))
      : NO_DATA;
    return isEmpty(returned) ? fromCall(model, expression, calleeName(expression), walk) : returned;
  }
  return expression.kind === 'attribute' ? readData(model, expression.value, deeper(walk)) : NO_DATA;
}

function ofName(model: Model, name: Name, walk: Walk): DataFacts {
  const bindings = takenBindings(model, name);
  const values = bindings.flatMap(({ kind, value, path }) => {
    const isOne = kind === 'for' && value && countedList(model, value);
    return value && !isOne ? parts(model, value, path) : [];
  });
  const found = agreed(values, (one) => readData(model, one, deeper(walk)));
  return isEmpty(found) ? firstKnown(bindings, ({ node }) => passed(model, parameterAt(node), walk)) : found;
}

/** What the callers of a function pass: of several the longest, and of unknown length where that of one is. */
function passed(model: Model, parameter: Parameter | undefined, walk: Walk): DataFacts {
  if (!parameter) return NO_DATA;
  const { owner, param } = parameter;
  const found = passedBy(model, owner, param).map(({ value }) => readData(model, value, deeper(walk)));
  const known = found.filter((one) => !isEmpty(one));
  const [first = NO_DATA] = known;
  const callers = model.callersOf(owner).length;
  if (callers === 1) return first;
  const isCounted = known.length === callers && known.every(({ samples }) => samples !== null);
  return isCounted ? largestOf(known) : { ...first, samples: null };
}

function fromOrigin(model: Model, origin: Origin, walk: Walk): DataFacts {
  if (origin.kind === 'item' && /random_split$/.test(origin.of)) {
    const whole = fromCall(model, origin.call, origin.of, walk);
    const part = splitPart(model, origin.call, origin.path[0] ?? 0);
    if (!part) return whole;
    return part.value < 1 ? partOf(whole, part) : { ...whole, samples: fewest(whole.samples, part) };
  }
  if (origin.kind === 'item' && origin.of === SPLITTING && (origin.path[0] ?? 0) % 2 === 1)
    return splitTest(model, origin.call, readData(model, origin.call.args[0]?.value, deeper(walk)));
  const own = origin.kind === 'result' ? datasetElsewhere(model, origin.of) : undefined;
  if (own && origin.kind === 'result') return wrappedData(model, own, origin.call, walk);
  if (origin.kind === 'result' || origin.kind === 'item')
    return (
      dataElsewhere(model, origin, (there, value) => readData(there, value, through(walk, origin.call))) ??
      fromCall(model, origin.call, origin.of, walk)
    );
  return origin.kind === 'instance' && origin.call && isDataset(model, origin.of)
    ? wrappedData(model, { model, definition: origin.of }, origin.call, walk)
    : NO_DATA;
}

/** What a data set class of the project is made from; it may have more or fewer items than that has rows. */
function wrappedData(model: Model, own: OwnDataset, call: Call, walk: Walk): DataFacts {
  const { dataset } = firstKnown(
    call.args.map((one) => one.value),
    (one) => readData(model, one, deeper(walk)),
  );
  return { ...NO_DATA, dataset: dataset ?? ownName(model, call, own) };
}

function fromCall(model: Model, call: Call, name: string, walk: Walk): DataFacts {
  const found = namedData(model, call, name) ?? followed(model, call, name, walk);
  return found.dataset ? found : { ...found, dataset: namedInCall(model, call, name) };
}

/** The data set of the first of several tables, and the rows of all; unknown when those of one are. */
function stackedRows(model: Model, tables: Expr, walk: Walk): DataFacts {
  if (tables.kind !== 'list' && tables.kind !== 'tuple')
    return { ...readData(model, tables, deeper(walk)), samples: null };
  const all = tables.items.map((one) => readData(model, one, deeper(walk)));
  const [first = NO_DATA] = all;
  const rows = all.map(({ samples }) => samples?.value ?? Number.NaN).reduce((sum, one) => sum + one, 0);
  return { ...first, samples: first.samples && !Number.isNaN(rows) ? { ...first.samples, value: rows } : null };
}

function followed(model: Model, call: Call, name: string, walk: Walk): DataFacts {
  const tables = joinedTables(model, call, name);
  if (tables) return joined(tables.map((one) => readData(model, one, deeper(walk))));
  const { batchSize, workers } = batching(model, call, name);
  const made = createdLoader(model, call, name);
  const first = call.args.find(
    (one) => one.star === '' && (one.name === null || /^(X|x|dataset|data|arrays)$/.test(one.name)),
  )?.value;
  const inner =
    first && STACKED.test(name) && !isSideways(model, call)
      ? stackedRows(model, first, walk)
      : FOLLOWED.test(name) && first
        ? readData(model, first, deeper(walk))
        : NO_DATA;
  const receiver =
    call.func.kind === 'attribute' && RECEIVED.has(call.func.attr)
      ? readData(model, call.func.value, deeper(walk))
      : NO_DATA;
  const like = isEmpty(inner) ? sizedLike(call, name) : undefined;
  const counterpart = like ? readData(model, like, deeper(walk)) : NO_DATA;
  const found = isEmpty(inner) ? (isEmpty(receiver) ? counterpart : receiver) : inner;
  const kept = /(^|\.)train_test_split$/.test(name)
    ? splitRest(model, call, name, found)
    : limited(model, call, name, found);
  return {
    ...kept,
    batchSize: batchSize ?? made.batchSize ?? found.batchSize,
    workers: workers ?? made.workers ?? found.workers,
    imageSize: made.imageSize ?? found.imageSize,
    ...tensorsInMemory(model, call, name),
  };
}

/** Finds files and databases that a data set opens before its workers start: processes can neither share nor be sent them. */
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import { descend, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { isWithin } from '../torch/events';

/**
 * What is opened and read from later. LMDB forbids using an environment in a forked child (`lmdb.h`, "Caveats"), HDF5 and file
 * objects keep one position and cache for all processes, and none of them can be pickled.
 */
const HANDLES =
  /^(lmdb\.(open|Environment)|h5py\.File|tables\.(open_file|File)|netCDF4\.Dataset|sqlite3\.connect|zipfile\.ZipFile|tarfile\.(open|TarFile\.open)|cv2\.VideoCapture|builtins\.open)$/;

/** What is opened, as the code names it; undefined when nothing is seen. */
export function openHandle(model: Model, definitions: readonly ClassDef[]): string | undefined {
  for (const definition of withBases(model, definitions)) {
    for (const [name, bindings] of definition.selfBindings)
      if (bindings.some(({ value }) => value !== null && keepsOpen(model, value, definition))) return `self.${name}`;
    const used = outsideName(model, definition);
    if (used !== undefined) return used;
  }
  return undefined;
}

/** The classes and the local ones that they derive from. */
function withBases(model: Model, definitions: readonly ClassDef[], depth = 0): readonly ClassDef[] {
  if (depth > 3 || definitions.length === 0) return definitions;
  const bases = definitions.flatMap((one) =>
    one.bases.flatMap(({ value }) =>
      model.origins(value).flatMap((origin) => (origin.kind === 'class' ? [origin.definition] : [])),
    ),
  );
  return [...definitions, ...withBases(model, bases, depth + 1)];
}

/** Not where a method opens it at the first item, which each worker does for itself. */
function keepsOpen(model: Model, value: Expr, definition: ClassDef): boolean {
  const handle = handleIn(value);
  return handle !== undefined && openersOf(model, handle).some((call) => isBeforeWorkers(model, call, definition));
}

/** `h5py.File(path)["images"]` keeps the file open; a slice of it is read into memory. */
function handleIn(value: Expr): Expr | undefined {
  if (value.kind !== 'subscript')
    return value.kind === 'attribute' && value.value.kind === 'call' ? value.value : value;
  const isRead = value.index.some((one) => one.kind === 'slice' || one.kind === 'tuple');
  return isRead ? undefined : handleIn(value.value);
}

function openersOf(model: Model, value: Expr): readonly Call[] {
  return model.origins(value).flatMap((one) => (one.kind === 'result' && HANDLES.test(one.of) ? [one.call] : []));
}

function isBeforeWorkers(model: Model, opener: Call, definition: ClassDef): boolean {
  if (!isWithin(opener, definition)) return true;
  const owner = enclosingFunction(opener);
  return owner !== undefined && isInit(model, owner, 0);
}

function isInit(model: Model, owner: FunctionDef, depth: number): boolean {
  if (owner.name === '__init__') return true;
  if (depth > 2) return false;
  return model.callersOf(owner).some((call) => {
    const caller = enclosingFunction(call);
    return caller !== undefined && isInit(model, caller, depth + 1);
  });
}

/** A variable of the module that the items are read from. */
function outsideName(model: Model, definition: ClassDef): string | undefined {
  for (const node of descend(definition)) {
    if (node.kind !== 'name' || enclosingFunction(node)?.name === '__init__') continue;
    if (openersOf(model, node).some((call) => !isWithin(call, definition) && enclosingFunction(call) === undefined))
      return node.id;
  }
  return undefined;
}

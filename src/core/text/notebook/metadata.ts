/** The metadata of a notebook as plain data: what is read of them, and what one change makes of them. */

/** A part of the `metadata` object of an .ipynb file, nested as there. */
export type NotebookMetadata = Readonly<Record<string, unknown>>;

/** One entry of the metadata; `path` starts below `metadata`. */
export type MetadataEdit =
  | { readonly kind: 'remove'; readonly path: readonly string[] }
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: string | boolean };

/** All that is read: metadata also hold the state of widgets, which can be megabytes. */
const READ = [['accelerator'], ['colab', 'gpuType'], ['kaggle', 'accelerator'], ['kaggle', 'isGpuEnabled']] as const;

/** `at` gives the value at a path below `metadata`. */
export function readMetadata(at: (path: readonly string[]) => unknown): NotebookMetadata {
  const edits = READ.flatMap((path): MetadataEdit[] => {
    const value = at(path);
    return typeof value === 'string' || typeof value === 'boolean' ? [{ kind: 'set', path, value }] : [];
  });
  return changedMetadata({}, edits);
}

export function valueIn(metadata: unknown, path: readonly string[]): unknown {
  return path.reduce((value: unknown, name) => (isObject(value) ? value[name] : undefined), metadata);
}

/** The metadata after the edits; everything else in them stays the same object. */
export function changedMetadata(metadata: NotebookMetadata, edits: readonly MetadataEdit[]): NotebookMetadata {
  return edits.reduce((before, edit) => changed(before, edit, edit.path), metadata);
}

function changed(object: NotebookMetadata, edit: MetadataEdit, path: readonly string[]): NotebookMetadata {
  const [name, ...rest] = path;
  if (name === undefined) return object;
  if (rest.length === 0 && edit.kind === 'remove') {
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
  }
  if (rest.length === 0) return { ...object, [name]: edit.kind === 'set' ? edit.value : undefined };
  const inner = object[name];
  if (edit.kind === 'remove' && !isObject(inner)) return object;
  return { ...object, [name]: changed(isObject(inner) ? inner : {}, edit, rest) };
}

/** What turns one reading of a notebook's metadata into another. */
export function metadataChanges(before: NotebookMetadata, after: NotebookMetadata): MetadataEdit[] {
  return READ.flatMap((path): MetadataEdit[] => {
    const value = valueIn(after, path);
    if (value === valueIn(before, path)) return [];
    return typeof value === 'string' || typeof value === 'boolean'
      ? [{ kind: 'set', path, value }]
      : [{ kind: 'remove', path }];
  });
}

export function isSameEdit(one: MetadataEdit, other: MetadataEdit): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const isObject = (value: unknown): value is NotebookMetadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

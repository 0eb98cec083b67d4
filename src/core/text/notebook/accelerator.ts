/** The accelerator that the metadata of a notebook ask for, and how they would ask for none. */
import { valueIn, type MetadataEdit, type NotebookMetadata } from './metadata';

const COLAB = ['accelerator'];
const COLAB_TYPE = ['colab', 'gpuType'];
const KAGGLE = ['kaggle', 'accelerator'];
const KAGGLE_SWITCH = ['kaggle', 'isGpuEnabled'];

/**
 * "GPU", "GPU T4", "nvidiaTeslaT4"; null when they ask for none. Colab keeps `gpuType` after a switch back to the CPU,
 * so it only refines `accelerator`.
 */
export function acceleratorOf(metadata: NotebookMetadata): string | null {
  const colab = textAt(metadata, COLAB);
  if (colab) return isCpu(colab) ? null : [colab, textAt(metadata, COLAB_TYPE)].filter(Boolean).join(' ');
  const kaggle = textAt(metadata, KAGGLE);
  if (kaggle) return isCpu(kaggle) ? null : kaggle;
  return valueIn(metadata, KAGGLE_SWITCH) === true ? 'GPU' : null;
}

/** Colab has no entry for a CPU; Kaggle writes `"accelerator": "none"` and `"isGpuEnabled": false`. */
export function withoutAccelerator(metadata: NotebookMetadata): readonly MetadataEdit[] {
  const removed = [COLAB, COLAB_TYPE].filter((path) => valueIn(metadata, path) !== undefined);
  return [
    ...removed.map((path): MetadataEdit => ({ kind: 'remove', path })),
    ...(isNamed(metadata, KAGGLE) ? [{ kind: 'set', path: KAGGLE, value: 'none' } as const] : []),
    ...(valueIn(metadata, KAGGLE_SWITCH) === true ? [{ kind: 'set', path: KAGGLE_SWITCH, value: false } as const] : []),
  ];
}

function isNamed(metadata: NotebookMetadata, path: readonly string[]): boolean {
  const name = textAt(metadata, path);
  return name !== undefined && !isCpu(name);
}

function textAt(metadata: NotebookMetadata, path: readonly string[]): string | undefined {
  const value = valueIn(metadata, path);
  return typeof value === 'string' ? value : undefined;
}

const isCpu = (name: string): boolean => /^(none|cpu)$/i.test(name);

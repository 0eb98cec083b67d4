/** Lets float32 matrix products run in TF32: the smaller step where mixed precision is too much. */
import { insertAfterImports } from '../../fixes/after-imports';
import type { Node } from '../../syntax/ast';
import type { Model } from '../../model/model';
import { tf32State } from '../../model/tf32';
import { isTorchBefore } from '../../model/torch/release';
import type { Fix } from '../rule';
import { cardGeneration } from '../../model/card';
import { quoted } from './quotes';

export const TF32_REASON =
  'TF32 keeps 10 bits of the mantissa instead of 23 in matrix products, and needs an Ampere or newer GPU: check the final accuracy.';

/** Empty where the program has decided already, where the card has no TF32, and where `torch` is not imported by itself. */
export function tf32Fixes(model: Model, anchor: Node): Fix[] {
  // The function is in the documentation of PyTorch since 1.12.
  if (isTorchBefore(model, 1, 12)) return [];
  const name = torchName(model);
  if (name === undefined || tf32State(model) !== 'none' || cardGeneration(model) === 'before-ampere') return [];
  const code = `${name}.set_float32_matmul_precision(${quoted(model, 'high')})`;
  const edits = insertAfterImports(model.program, ['torch'], limitOf(anchor), code);
  return edits
    ? [{ safety: 'review', reason: TF32_REASON, title: 'Run float32 matrix products in TF32', edits, imports: [] }]
    : [];
}

/** The start of the top-level statement that holds the anchor. */
function limitOf(anchor: Node): number {
  let at = anchor;
  while (at.parent && at.parent.kind !== 'module') at = at.parent;
  return at.start;
}

/** What `torch` is called in the first block of imports that holds it. */
function torchName(model: Model): string | undefined {
  for (const statement of model.program.imports) {
    if (statement.kind !== 'import' || statement.parent?.kind !== 'module') continue;
    for (const { name, alias } of statement.names) {
      if (name === 'torch') return alias ?? 'torch';
      if (name.startsWith('torch.') && alias === null) return 'torch';
    }
  }
  return undefined;
}

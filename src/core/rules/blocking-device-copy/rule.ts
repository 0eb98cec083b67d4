/** Finds loops that wait for each copy of a pinned batch to the accelerator, though they need not. */
import { copiedParts } from '../../model/loaders/copied-parts';
import { type Loader, loaders } from '../../model/loaders/find-loaders';
import type { Model } from '../../model/model';
import { valueOf } from '../../model/setting';
import { textOf } from '../../model/torch/modules';
import { asBoolean } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, For } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { perSite } from '../shared/per-site';
import { unquantified } from '../shared/unquantified';
import { copyingLoops, withoutWaiting } from '../shared/waiting-copies';

const SAVING = unquantified(
  'train',
  'PyTorch tutorial on pin_memory() and non_blocking: overlaps copies with work; no figure for whole runs',
);

export const rule: Rule = {
  meta: {
    id: 'blocking-device-copy',
    summary: 'A loop waits for each copy of a pinned batch to the accelerator, which could overlap with its work.',
    category: 'data',
    severity: 'hint',
    frameworks: ['torch'],
    triggers: ['pin_memory'],
    requires: [['Loader'], [/\.\s*(?:to|cuda)\s*\(/], [/\bbackward\s*\(/, /^\s*(?:from|import)\b/m]],
    saving: SAVING,
    fixes: 'always',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    const seen = new Set<For>();
    for (const loader of loaders(model).filter((one) => isPinned(model, one)))
      for (const loop of copyingLoops(model, loader)) {
        if (seen.has(loop)) continue;
        seen.add(loop);
        yield* findingsAt(model, { loop, loader }, context);
      }
  },
};

/** Pinned for certain, or where there is an accelerator. */
function isPinned(model: Model, { given, certainty }: Loader): boolean {
  const bound = given.get('pin_memory');
  if (!bound || certainty === 'may' || bound.certainty === 'maybe') return false;
  if (asBoolean(model.value(bound.value)) === true) return true;
  return /is_available\(|use_cuda|== ?["']cuda/.test(textOf(model, bound.value));
}

interface Site {
  readonly loop: For;
  readonly loader: Loader;
}

const findingsAt = perSite(
  ({ loop }: Site) => loop,
  (model, { loop, loader }) => {
    const [first, ...others] = copiedParts(model, loop);
    if (!first) return [];
    const isDefault = valueOf(model, loader.given, 'pin_memory')?.certainty === 'default';
    const finding: Finding = {
      rule: rule.meta.id,
      severity: 'hint',
      span: spanOf(first),
      message: 'The loop waits for each copy of a pinned batch to the accelerator',
      notes: isDefault ? ['pin_memory is on by default, an option can switch it off'] : [],
      related: [
        { span: spanOf(loader.call), message: 'The batches are pinned here' },
        ...others.map((one) => ({ span: spanOf(one), message: 'Another copy that waits' })),
      ],
      facts: { copies: others.length + 1 },
      saving: SAVING,
      workload: workloadOf(model, loop)?.id ?? null,
      fixes: fixesOf(model, [first, ...others]),
    };
    return [finding];
  },
);

function fixesOf(model: Model, copies: readonly Call[]): Fix[] {
  const edits = withoutWaiting(model, copies);
  return edits ? [{ title: 'Add non_blocking=True', safety: 'safe', edits, imports: [] }] : [];
}

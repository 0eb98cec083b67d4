/** Finds training loops that keep the autograd graph of every step, or ask a backward pass to keep its own. */
import { removeArgument } from '../../fixes/edits';
import type { Expr } from '../../syntax/ast';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import { spanOf, type TextEdit } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { type KeptTensor, keptTensors } from '../shared/kept-tensors';
import { atMost, unlessShort } from '../shared/level';
import { notes } from '../shared/notes';
import { perSite } from '../shared/per-site';
import { type RetainedGraph, retainedGraph } from '../shared/retained-graph';
import { scaleOfLoop } from '../../model/scale/of-runs';
import { isWithoutLayers } from '../../model/torch/layer-facts';
import { trainedModel } from '../../model/torch/trained-model';
import { workloadOf } from '../../model/workloads/workload-of';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'PyTorch FAQ, "My model reports CUDA out of memory": do not accumulate history across the training loop',
);

export const rule: Rule = {
  meta: {
    id: 'graph-kept-alive',
    summary: 'A training loop holds on to the autograd graphs of steps that are over.',
    category: 'loop',
    severity: 'warning',
    frameworks: ['torch'],
    triggers: ['backward'],
    requires: [[/\.\s*(?:manual_)?backward\s*\(/], ['append', 'retain_graph', '+']],
    saving: SAVING,
    fixes: 'always',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    const seen = new Set<number>();
    for (const loop of model.trainingLoops) {
      if (loop.framework !== 'torch' || model.isIgnored(loop.step)) continue;
      if (loop.kind === 'reinforcement' || loop.kind === 'input-optimisation') continue;
      for (const finding of findingsAt(model, loop, context)) {
        if (!seen.has(finding.span.start)) yield finding;
        seen.add(finding.span.start);
      }
    }
  },
};

const findingsAt = perSite(
  (loop: TrainingLoop) => loop.step,
  (model, loop) =>
    [...keptTensors(model, loop).map((kept) => keptFinding(model, loop, kept)), ...retained(model, loop)].sort(
      (a, b) => a.span.start - b.span.start,
    ),
);

type Part = Pick<Finding, 'span' | 'message' | 'related' | 'facts' | 'fixes'>;

function findingOf(model: Model, loop: TrainingLoop, part: Part, note: string): Finding {
  const workload = workloadOf(model, loop.epoch ?? loop.step, loop.step);
  const scale = scaleOfLoop(model, loop);
  const small = isWithoutLayers(trainedModel(model, loop).layers);
  return {
    ...part,
    rule: rule.meta.id,
    severity: atMost(unlessShort('warning', scale), small ? 'hint' : 'warning'),
    notes: notes(note, small ? 'the model is small' : scale.size === 'short' && scale.because),
    saving: SAVING,
    workload: workload?.id ?? null,
  };
}

const GROWS = 'each step adds its graph, so memory grows until the holder is let go, and batches have to be smaller';

function keptFinding(model: Model, loop: TrainingLoop, { node, how, holder, carriers }: KeptTensor): Finding {
  const name = textOf(model, holder);
  const short = name.length <= 30 ? `\`${name}\`` : how === 'summed' ? 'A running sum' : 'A list';
  return findingOf(
    model,
    loop,
    {
      span: spanOf(node),
      message: `${short} keeps the autograd graph of every step`,
      related: [{ span: spanOf(loop.backward), message: 'the graph is used up here' }],
      facts: { how },
      fixes: [
        { safety: 'safe', title: 'Add .detach() to what is kept', edits: carriers.flatMap(detached), imports: [] },
      ],
    },
    GROWS,
  );
}

/** `loss` becomes `loss.detach()`; an expression that binds less tightly than a call gets parentheses. */
function detached(carrier: Expr): TextEdit[] {
  const tight = ['name', 'attribute', 'call', 'subscript'].includes(carrier.kind);
  const end = { span: { start: carrier.end, end: carrier.end }, newText: tight ? '.detach()' : ').detach()' };
  return tight ? [end] : [{ span: { start: carrier.start, end: carrier.start }, newText: '(' }, end];
}

function retained(model: Model, loop: TrainingLoop): Finding[] {
  const found = retainedGraph(model, loop);
  const edits = found && removeArgument(found.call, model.program.text, found.argument);
  return found && edits ? [retainedFinding(model, loop, found, edits)] : [];
}

function retainedFinding(
  model: Model,
  loop: TrainingLoop,
  { argument }: RetainedGraph,
  edits: readonly TextEdit[],
): Finding {
  return findingOf(
    model,
    loop,
    {
      span: spanOf(argument),
      message: 'retain_graph=True keeps a graph that nothing uses again',
      related: [],
      facts: { how: 'retained' },
      fixes: [{ safety: 'safe', title: 'Remove retain_graph=True', edits, imports: [] }],
    },
    'every step builds a new graph: the old one stays in memory until the next one replaces it',
  );
}

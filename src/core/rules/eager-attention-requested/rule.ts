/** Finds models whose attention is asked for step by step, although a fused kernel is there. */
import { removeArgument } from '../../fixes/edits';
import { removeStatement } from '../../fixes/remove-statement';
import { scaleOfGeneration } from '../../model/inference/generation';
import { runsByLoad } from '../../model/inference/hub-loads';
import type { Model } from '../../model/model';
import { longer, scaleOfProgram } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { statementOf } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { type AttentionRequest, attentionRequests, hasFusedKernel } from '../shared/attention-requests';
import { fusedAttentionSaving } from '../shared/attention-saving';
import { atScale, lowered, scaleNote } from '../shared/level';
import { importOf } from '../shared/import-of';
import { notes } from '../shared/notes';
import { trainsSomething } from '../shared/trains-something';

export const rule: Rule = {
  meta: {
    id: 'eager-attention-requested',
    summary: 'A model is told to compute attention step by step, although a fused kernel is the default.',
    category: 'attention',
    severity: 'information',
    frameworks: ['huggingface'],
    triggers: ['attn_implementation', 'output_attentions'],
    requires: [[importOf('transformers')], [/["']eager["']/, /output_attentions\s*=/]],
    saving: fusedAttentionSaving('infer'),
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const request of attentionRequests(model)) yield finding(model, request);
  },
};

/** As long as the training, or as what runs the model; nothing is known of what others run. */
function scaleOf(model: Model, { call, kind }: AttentionRequest): Scale {
  if (trainsSomething(model)) return scaleOfProgram(model);
  if (kind === 'weights' && call) return scaleOfGeneration(model, call, 'module');
  const runs = call ? (runsByLoad(model).get(call) ?? []) : [];
  const unknown: Scale = { size: 'unknown', because: 'nothing here runs it', light: false };
  return runs.length > 0 ? runs.map((run) => scaleOfGeneration(model, run)).reduce(longer) : unknown;
}

function finding(model: Model, request: AttentionRequest): Finding {
  const { kind, node, via, name } = request;
  const scale = scaleOf(model, request);
  const isSure = kind === 'weights' || hasFusedKernel(request);
  const level = lowered('information', (isSure ? 0 : 1) + (via === null ? 0 : 1));
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(node),
    message:
      kind === 'weights'
        ? 'Attention weights are returned that nothing here reads'
        : `${via === null ? 'Eager' : 'By default eager'} attention is requested, and nothing reads its weights`,
    notes: notes(
      kind === 'weights' && 'models leave their fused attention kernel for it',
      !isSure && 'an architecture without a fused kernel stays eager in any case',
      scaleNote(level, scale),
    ),
    related: [],
    facts: { model: name },
    saving: fusedAttentionSaving(trainsSomething(model) ? 'train' : 'infer'),
    workload: model.workloads.find((workload) => workload.kind === 'train')?.id ?? null,
    fixes: via === null ? fixesOf(model, request) : [],
  };
}

/** Without the argument the fastest kernel that the architecture has is taken, so nothing can be missing. */
function fixesOf(model: Model, { kind, call, argument, value, node }: AttentionRequest): Fix[] {
  if (value.kind !== 'constant') return [];
  const statement = call ? undefined : statementOf(node);
  const edits =
    call && argument
      ? removeArgument(call, model.program.text, argument)
      : statement && removeStatement(model.program, statement);
  const title = kind === 'weights' ? 'Remove output_attentions' : 'Remove the request for eager attention';
  return edits ? [{ safety: 'safe', title, edits, imports: [] }] : [];
}

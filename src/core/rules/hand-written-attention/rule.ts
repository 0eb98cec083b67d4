/** Finds attention that a network computes step by step, where a fused kernel gives the same result. */
import { isTorchBefore } from '../../model/torch/release';
import { type HandAttention, handAttentions } from '../../model/torch/hand-attention';
import type { Model } from '../../model/model';
import { scaleOfProgram } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import type { ClassDef, Expr } from '../../syntax/ast';
import { descend, enclosing } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { fusedAttentionFixes } from '../shared/attention-fix';
import { fusedAttentionSaving } from '../shared/attention-saving';
import { atScale, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { reachingBindings } from '../../model/lookup';
import { textOf } from '../../model/torch/modules';

/** Somebody knows the fused kernels: what is written out is a fallback, or there to be read beside them. */
const FUSED =
  /scaled_dot_product_attention|flash_?attn|flash_?attention|xformers|memory_efficient|fused_attn|flex_attention/i;

/** Queries times keys that are transposed where they are multiplied. */
const PRODUCT =
  /^(?=.*(?:@|\b(?:matmul|bmm)\s*\()).*\.\s*(?:(?:transpose|swapaxes|swapdims|permute)\s*\(|mT\b)|\beinsum\s*\(/;

export const rule: Rule = {
  meta: {
    id: 'hand-written-attention',
    summary: 'Attention is computed step by step, which writes the matrix of all pairs of tokens to memory.',
    category: 'attention',
    severity: 'information',
    frameworks: ['torch'],
    triggers: ['softmax', 'Softmax'],
    requires: [
      ['torch'],
      ['Module'],
      [/transpose\s*\(|swapaxes\s*\(|swapdims\s*\(|permute\s*\(|\.mT\b|einsum\s*\(/],
      [/@\s|matmul\s*\(|bmm\s*\(|einsum\s*\(/],
    ],
    unless: [FUSED],
    lines: [{ what: /softmax\s*\(/i, inside: /^class\b/ }, { what: PRODUCT }],
    saving: fusedAttentionSaving('train'),
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    // Whether attention is written out is quick to see; what trains here may lead through other files.
    const found = handAttentions(model).filter((one) => !isSpecial(model, one));
    if (found.length === 0 || model.document.isTest || isLibrary(model) || isTorchBefore(model, 2, 0)) return;
    const scale = scaleOf(model);
    for (const one of found) yield finding(model, one, scale);
  },
};

/** Windows and patches hold few tokens; positions, heads and temperatures that are learned change what is computed. */
const SPECIAL =
  /window|grid_size|patch_size|rel(ative)?_?pos|position_bias|talking|alibi|temperature|slopes|neighbou?r|adj|edge_/i;

function isSpecial(model: Model, { scores, softmax }: HandAttention): boolean {
  const owner = enclosing(softmax, 'class');
  if (!owner || namesIn(owner).some((name) => SPECIAL.test(name))) return true;
  const made = [scores.query, scores.key, ...scores.scalings.map(({ by }) => by)];
  return made.some((part) => isLearned(model, part)) || !isScaled(model, scores);
}

/** Products of single numbers and pooled features are not scaled; the scale may also be put on the queries before. */
function isScaled(model: Model, { scalings, query, key }: HandAttention['scores']): boolean {
  if (scalings.length > 0) return true;
  return [query, key].some((one) => {
    const value = one.kind === 'name' ? reachingBindings(one)[0]?.value : one;
    return value !== null && value !== undefined && SCALES.test(textOf(model, value));
  });
}

const SCALES = /scal|sqrt|\*\*|(^|[^*])[*/]([^*]|$)/;

function namesIn(owner: ClassDef): readonly string[] {
  const names = new Set<string>();
  for (const node of descend(owner)) {
    if (node.kind === 'name') names.add(node.id);
    if (node.kind === 'attribute') names.add(node.attr);
  }
  return [...names];
}

const isLearned = (model: Model, by: Expr): boolean =>
  [...descend(by)].some(
    (node) =>
      node.kind === 'attribute' &&
      model
        .origins(node)
        .some(
          (one) =>
            one.kind === 'result' && /^torch\.nn\.(Parameter|parameter\.Parameter|Embedding|Linear)$/.test(one.of),
        ),
  );

/** Something here certainly trains; libraries have methods called `train` and `fit` as well. */
const trains = (model: Model): boolean =>
  model.trainingLoops.length > 0 ||
  model.importedTraining.length > 0 ||
  model.workloads.some(({ kind }) => kind === 'train');

/** A module that only defines networks, in a package or a folder of them, is a library: who runs it decides. */
function isLibrary(model: Model): boolean {
  const { kind, path, surroundings } = model.document;
  if (kind === 'notebook' || trains(model)) return false;
  return PACKAGE.test(path) || surroundings.some((file) => PACKAGED.test(file.path));
}

const PACKAGE = /(^|\/)(models?|modeling|layers|modules|nn|backbones?|encoders?|blocks?|networks?|ops|src|lib)\//i;
const PACKAGED = /(^|\/)(setup\.(py|cfg)|pyproject\.toml)$/;

function scaleOf(model: Model): Scale {
  if (trains(model)) return scaleOfProgram(model);
  return { size: 'short', because: 'nothing here runs it', light: false };
}

function finding(model: Model, one: HandAttention, scale: Scale): Finding {
  return {
    rule: rule.meta.id,
    severity: atScale('information', scale),
    span: spanOf(one.softmax),
    message: 'Attention is computed step by step, without a fused kernel',
    notes: notes(scaleNote('information', scale)),
    related: [
      { span: spanOf(one.scores.product), message: 'All pairs of tokens are written here' },
      { span: spanOf(one.output), message: 'And read again here' },
    ],
    facts: { masks: one.scores.masks.length, dropout: one.dropout !== null },
    saving: fusedAttentionSaving('train'),
    workload: model.workloads.find(({ kind }) => kind === 'train')?.id ?? null,
    fixes: fusedAttentionFixes(model, one),
  };
}

/** Finds large checkpoints where a smaller one of the family mostly does: labels for sentences, words and pictures. */
import { modelNamed } from '../../../data/models';
import { replaceExpression } from '../../fixes/edits';
import { lastPart } from '../../model/canonical';
import type { Model } from '../../model/model';
import { asString } from '../../model/values';
import { publishedNetworks, type Published, textArgument } from '../../model/zoo/published';
import { trainingOf } from '../../model/zoo/training-of';
import type { Expr } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Fix, Rule, Saving } from '../rule';
import { quoted } from '../shared/quotes';

const SAVING: Saving = {
  scope: 'train',
  low: 0.2,
  typical: 0.5,
  high: 0.8,
  grade: 'E',
  source:
    'del Rey et al. 2023 (arXiv 2307.05520): up to 80.7 % less energy by choice of model and machine, below 2 points of F1; Yarally et al. 2023: half the complexity, half the energy',
};

export const rule: Rule = {
  meta: {
    id: 'oversized-checkpoint',
    summary: 'A large checkpoint is fine-tuned for a task that a smaller one mostly does as well.',
    category: 'transfer',
    severity: 'off',
    frameworks: ['huggingface', 'torch', 'keras'],
    triggers: ['transformers', 'torchvision', 'timm', 'applications'],
    requires: [
      [/[-_]large\b/, /vgg1[69]/i, /resnet-?152/i],
      [/\.(?:train|fit)\s*\(/, /backward\s*\(/],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    const loaded = publishedNetworks(model).filter(({ weights }) => weights === 'loaded');
    const [network, ...others] = loaded.filter(({ call }) => !model.isIgnored(call));
    // Several networks are compared, vote together, or teach each other.
    if (!network || others.length > 0 || model.program.first(STUDIES)) return;
    const name = nameOf(model, network);
    const run = HEAVY.test(name) && isLightTask(network) ? trainingOf(model, network.call) : undefined;
    if (!run) return;
    const smaller = SMALLER.find(([pattern]) => pattern.test(name));
    yield {
      rule: rule.meta.id,
      severity: 'hint',
      span: spanOf(network.call),
      message: messageOf(name),
      notes: [
        `try ${smaller ? name.replace(...smaller) : 'a smaller one'} on a sample first: scores mostly differ by a point or two`,
      ],
      related: [{ span: run.span, message: 'the training' }],
      facts: { model: name, parameters: modelNamed(name)?.parameters ?? null },
      saving: SAVING,
      workload: run.id,
      fixes: smaller ? smallerFixes(model, name, name.replace(...smaller)) : [],
    };
  },
};

const HEAVY =
  /^([\w-]+\/)?((bert|roberta|xlm-roberta|electra|albert-x*|deberta(-v\d)?)-large[\w-]*|vgg1[69](_bn)?|resnet-?152(v2)?(d)?)$/i;
const SMALLER: readonly (readonly [RegExp, string])[] = [[/-large/, '-base']];
const STUDIES = /distil|teacher|student|benchmark|ensemble|perceptual|\bgram|content_loss|style_loss/i;

const isLightTask = ({ zoo, of }: Published): boolean =>
  zoo !== 'transformers' || /For(SequenceClassification|TokenClassification|ImageClassification)/.test(of);

function nameOf(model: Model, { call, zoo, of }: Published): string {
  const isNamed = zoo === 'transformers' || zoo === 'timm' || of.endsWith('.get_model');
  return (isNamed ? textArgument(model, call, 0) : lastPart(of)) ?? '';
}

function messageOf(name: string): string {
  const parameters = modelNamed(name)?.parameters;
  const many = parameters ? `${Math.round(parameters / 1e6)} million weights` : 'many weights';
  return `${(name.split('/').at(-1) ?? name).slice(0, 34)} has ${many}; smaller ones mostly do`;
}

/** In every call that loads something by that name: the tokenizer goes with its model. */
function smallerFixes(model: Model, name: string, smaller: string): Fix[] {
  const given = model.program
    .calls('from_pretrained')
    .flatMap(({ args }) => args.slice(0, 1).map(({ value }) => value));
  const places = new Set<Expr>();
  for (const one of given) {
    const value = model.value(one);
    if (asString(value) !== name) continue;
    const { source, certainty } = value;
    if (certainty !== 'known' || source?.kind !== 'constant') return [];
    places.add(source);
  }
  const edits = [...places].flatMap((one) => replaceExpression(one, quoted(model, smaller)));
  const reason = 'Another model: compare the scores, and choose the learning rate anew.';
  return edits.length > 0 ? [{ title: `Use ${smaller}`, safety: 'review', reason, edits, imports: [] }] : [];
}

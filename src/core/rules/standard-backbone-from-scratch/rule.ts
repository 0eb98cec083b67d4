/** Finds published architectures that are trained from fresh weights on data that published weights would be a start for. */
import { modelNamed } from '../../../data/models';
import { lastPart } from '../../model/canonical';
import type { Model } from '../../model/model';
import { scaleOfProgram } from '../../model/scale/of-runs';
import type { Workload } from '../../model/workload';
import { checkpointOf } from '../../model/zoo/configured';
import { type Published, publishedNetworks, textArgument } from '../../model/zoo/published';
import { trainingOf } from '../../model/zoo/training-of';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { dataFor, otherPictures, wantsFreshWeights } from '../shared/from-scratch';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { channelsOf, publishedWeightsFixes } from '../shared/published-weights-fix';
import { TRAINING_CALLS } from '../shared/trains-something';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'no measured figure found; the saving is the epochs that a start from published weights leaves out',
);

export const rule: Rule = {
  meta: {
    id: 'standard-backbone-from-scratch',
    summary: 'A published architecture is trained from random weights on a small set of ordinary data.',
    category: 'transfer',
    severity: 'information',
    frameworks: ['torch', 'keras', 'huggingface', 'lightning'],
    triggers: ['torchvision', 'timm', 'hub', 'applications', 'transformers'],
    requires: [
      [/pretrained\s*=\s*False/, /weights\s*=\s*None/, 'torchvision', 'create_model', 'Config'],
      [TRAINING_CALLS],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      'many-samples': {
        default: 300_000,
        minimum: 1,
        description: 'From this many examples on, training from the start is left alone.',
      },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest) return;
    const found = publishedNetworks(model).filter((one) => one.weights === 'random' && isStandard(model, one));
    if (found.length === 0 || wantsFreshWeights(model)) return;
    for (const network of found) {
      const run = trainingOf(model, network.call);
      const level = run && levelOf(model, run, options['many-samples'] ?? 300_000);
      if (level) yield findingOf(model, network, run, level);
    }
  },
};

const OTHER_SHAPES = /^(in_chans|width_mult|width_per_group|img_size|image_size)$/;

/** An architecture with published weights, and the shape that they have. */
function isStandard(model: Model, network: Published): boolean {
  const { call, zoo } = network;
  if (model.isIgnored(call) || call.args.some(({ name }) => OTHER_SHAPES.test(name ?? ''))) return false;
  if (zoo === 'transformers') return checkpointOf(model, call) !== undefined;
  if (zoo === 'keras') return (channelsOf(model, call) ?? COLOURS) === COLOURS;
  return modelNamed(nameOf(model, network))?.work.kind === 'image' && isOfVision(model, network);
}

/** Of other repositories on the hub nobody knows what the option means. */
const isOfVision = (model: Model, { call, zoo }: Published): boolean =>
  zoo !== 'hub' || /^pytorch\/vision/.test(textArgument(model, call, 0) ?? '');

const COLOURS = 3;

function nameOf(model: Model, { call, zoo, of }: Published): string {
  if (zoo === 'transformers') return checkpointOf(model, call)?.name ?? '';
  const isNamed = zoo === 'timm' || zoo === 'hub' || of.endsWith('.get_model');
  return (isNamed ? textArgument(model, call, zoo === 'hub' ? 1 : 0) : lastPart(of)) ?? '';
}

function levelOf(model: Model, run: Workload, many: number): Level | undefined {
  const data = dataFor(model, run, many);
  return data && (data === 'unsure' || otherPictures(model) ? 'hint' : 'information');
}

function findingOf(model: Model, network: Published, run: Workload, level: Level): Finding {
  const scale = scaleOfProgram(model);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(network.call),
    message: `${nameOf(model, network)} starts from random weights, published ones exist`,
    notes: notes(
      'from published weights it takes fewer epochs to the same score',
      otherPictures(model) && 'the pictures differ from photographs, so it gains less',
      scaleNote(level, scale),
    ),
    related: [{ span: run.span, message: 'the training' }],
    facts: { model: nameOf(model, network), samples: run.samples?.value ?? null, epochs: run.epochs?.value ?? null },
    saving: SAVING,
    workload: run.id,
    fixes: publishedWeightsFixes(model, network),
  };
}

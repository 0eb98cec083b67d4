/** Finds training jobs in a cloud region whose grid emits far more than that of another region near by. */
import { replaceExpression } from '../../fixes/edits';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { asString } from '../../model/values';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule } from '../rule';
import { type Cleaner, cleanerRegion, type Provider } from '../shared/cleaner-region';
import { importOf } from '../shared/import-of';
import { notes } from '../shared/notes';
import { quoted } from '../shared/quotes';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'whole',
  'no energy is saved; carbon falls by 1 - new / old of the yearly grid figures (Dodge et al. 2022 for the direction)',
);

export const rule: Rule = {
  meta: {
    id: 'high-carbon-region',
    summary: 'A training job runs in a cloud region with a dirty grid although the provider has a clean one near by.',
    category: 'placement',
    severity: 'information',
    frameworks: ['torch', 'keras', 'huggingface', 'sklearn'],
    triggers: ['region_name', 'location', 'region', 'cloud_region'],
    requires: [
      [importOf('google\\.cloud', 'google', 'boto3', 'sagemaker', 'azure', 'azureml', 'sky', 'codecarbon', 'vertexai')],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      'grams-per-kwh': { default: 250, minimum: 1, description: 'Grids that emit less than this are left alone.' },
      'percent-cleaner': {
        default: 40,
        minimum: 1,
        description: 'Another region has to emit at least so many per cent less.',
      },
    },
  },
  *check(model, { options }) {
    if (model.document.isTest || model.program.first(BOUND)) return;
    const least = (options['percent-cleaner'] ?? 40) / 100;
    const dirty = options['grams-per-kwh'] ?? 250;
    const told = new Set<string>();
    for (const site of sitesOf(model)) {
      const value = model.value(site.value);
      const name = asString(value);
      const better = name === undefined || told.has(name) ? undefined : cleanerRegion(site.provider, name, least);
      if (!name || !better || value.certainty === 'unknown' || better.here.zone.intensity < dirty) continue;
      told.add(name);
      yield findingOf(model, site, name, better);
    }
  },
};

/** Data or law keep the job where it is; the header of a licence says nothing of it. */
const BOUND = /\bresidenc[ey]|\bGDPR|HIPAA|sovereign|complian(?!ce with the License)/i;

interface Site extends Pick<Setting, 'provider' | 'decides'> {
  readonly call: Call;
  readonly value: Call['args'][number]['value'];
}

interface Setting {
  readonly provider: Provider;
  /** Canonical names of what is told the region. */
  readonly of: RegExp;
  readonly argument: string;
  /** Names under which a training job of this cloud is called. */
  readonly trains: RegExp;
  /** False where a tracker is told in which region it is: the job runs where it runs. */
  readonly decides: boolean;
}

const VERTEX =
  /^(Custom(Container|PythonPackage)?TrainingJob|CustomJob|from_local_script|HyperparameterTuningJob|AutoML\w+TrainingJob)$/;
const SAGEMAKER =
  /^(Estimator|PyTorch|TensorFlow|HuggingFace|XGBoost|SKLearn|MXNet|ModelTrainer|HyperparameterTuner|create_training_job|create_hyper_parameter_tuning_job)$/;
const AZURE = /^(command|ScriptRunConfig|AutoMLConfig|HyperDriveConfig|Estimator|sweep)$/;

const SETTINGS: readonly Setting[] = [
  { provider: 'gcp', of: /^google\.cloud\.aiplatform\.init$/, argument: 'location', trains: VERTEX, decides: true },
  { provider: 'aws', of: /^boto3\.(session\.)?Session$/, argument: 'region_name', trains: SAGEMAKER, decides: true },
  { provider: 'aws', of: /^boto3\.client$/, argument: 'region_name', trains: SAGEMAKER, decides: true },
  {
    provider: 'azure',
    of: /^azure\.ai\.ml\.entities\.(AmlCompute|Workspace)$/,
    argument: 'location',
    trains: AZURE,
    decides: true,
  },
  {
    provider: 'azure',
    of: /^azureml\.core(\.workspace)?\.Workspace\.create$/,
    argument: 'location',
    trains: AZURE,
    decides: true,
  },
  ...(['aws', 'gcp', 'azure'] as const).map((provider) => ({
    provider,
    of: /^sky\.(\w+\.)*Resources$/,
    argument: 'region',
    trains: /^(launch|exec)$/,
    decides: true,
  })),
  ...(['aws', 'gcp', 'azure'] as const).map((provider) => ({
    provider,
    of: /^codecarbon\.(\w+\.)*(OfflineEmissionsTracker|track_emissions)$/,
    argument: 'cloud_region',
    trains: /^(OfflineEmissionsTracker|track_emissions)$/,
    decides: false,
  })),
];

const CALLED = [
  'init',
  'Session',
  'client',
  'AmlCompute',
  'Workspace',
  'create',
  'Resources',
  'OfflineEmissionsTracker',
  'track_emissions',
];

/** Every call that is told a region, in a program that starts a training job on that cloud. */
const sitesOf = perModel((model): readonly Site[] => {
  const names = [...model.program.calledNames()];
  return CALLED.flatMap((name) => model.program.calls(name)).flatMap((call): Site[] => {
    if (model.isIgnored(call) || !isOfJobs(model, call)) return [];
    const external = model.origins(call.func).flatMap((one) => (one.kind === 'external' ? [one.name] : []));
    return SETTINGS.filter(
      ({ of, trains }) => external.some((one) => of.test(one)) && names.some((one) => trains.test(one)),
    ).flatMap(({ provider, argument, decides }) => {
      const given = call.args.find((one) => one.name === argument);
      return given ? [{ provider, decides, call, value: given.value }] : [];
    });
  });
});

/** Of the clients of AWS only that of the service that trains. */
function isOfJobs(model: Model, { func, args }: Call): boolean {
  const isClient = func.kind === 'attribute' && func.attr === 'client';
  return !isClient || (args[0] !== undefined && asString(model.value(args[0].value)) === 'sagemaker');
}

function findingOf(
  model: Model,
  { call, value, decides }: Site,
  name: string,
  { here, there, name: other, share }: Cleaner,
): Finding {
  const { certainty, via } = model.value(value);
  const percent = Math.round(share * 100);
  const [from, to] = [here.zone, there.zone];
  return {
    rule: rule.meta.id,
    severity: certainty === 'known' ? 'information' : 'hint',
    span: spanOf(call),
    message: `${name}: ${from.intensity} gCO2e/kWh; ${other}: ${to.intensity}, ${percent} % less carbon`,
    notes: notes(
      `${from.name} and ${to.name}, averages of ${from.year}`,
      certainty === 'default' && `${via ?? 'an option'} can change it`,
      !decides && 'the tracker is only told the region: move the job, then say so here',
    ),
    related: [],
    facts: { region: name, intensity: from.intensity, cleaner: other, cleanerIntensity: to.intensity, percent },
    saving: SAVING,
    workload: null,
    fixes: decides ? fixesOf(model, value, other) : [],
  };
}

function fixesOf(model: Model, given: Site['value'], other: string): Fix[] {
  const { source, certainty } = model.value(given);
  if (certainty !== 'known' || source?.kind !== 'constant') return [];
  const reason = 'Data has to be there as well; prices, quotas and the cards on offer differ between regions.';
  return [
    {
      title: `Run in ${other}`,
      safety: 'review',
      reason,
      edits: replaceExpression(source, quoted(model, other)),
      imports: [],
    },
  ];
}

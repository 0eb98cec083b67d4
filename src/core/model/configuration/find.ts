/** Reads what the files beside the code configure for one program. */
import type { Model } from '../model';
import type { ConfigurationFacts, Launch, Scalar, Setting, SettingsFile } from './facts';
import { hydraOf } from './hydra';
import { launchesOf } from './launches';
import { settingsFiles } from './settings-files';

export function findConfiguration(model: Model): ConfigurationFacts {
  const { surroundings, path } = model.document;
  const files = settingsFiles(surroundings);
  const launches = launchesOf(surroundings, path);
  const hydra = hydraOf(model, files);
  const stated = [
    ...launches.flatMap(launchedPrecision),
    ...files.flatMap((file) => filedPrecision(model, file, launches)),
  ];
  const trainer = hydra.get('trainer.precision');
  const all = trainer ? [...stated, trainer] : stated;
  return {
    files,
    launches,
    precision: all.find(({ value }) => isReduced(value)) ?? null,
    fullPrecision: all.find(({ value }) => !isReduced(value)) ?? null,
    option: (name) => launches.flatMap((launch) => optionOf(launch, name)),
    hydra: (name) => hydra.get(name),
    stops: files.flatMap((file) => stopsOf(model, file))[0] ?? null,
  };
}

function optionOf({ options, via }: Launch, name: string): readonly Setting[] {
  const value = options.get(name.replaceAll('-', '_'));
  return value === undefined || (typeof value === 'string' && value.includes('$')) ? [] : [{ value, via }];
}

const isReduced = (value: Scalar): boolean =>
  /^(bf16|fp16|fp8|16|true|auto|bf16-mixed|16-mixed|bf16-true|16-true)$/i.test(String(value));

/** `accelerate launch --mixed_precision bf16 train.py --fp16 --trainer.precision 16`. */
function launchedPrecision({ options, launcherOptions, via }: Launch): readonly Setting[] {
  const given = [launcherOptions, options].flatMap((map) =>
    ['mixed_precision', 'precision', 'trainer.precision'].flatMap((name) => map.get(name) ?? []),
  );
  const flags = ['fp16', 'bf16', 'amp', 'use_amp', 'use_fp16'].filter((name) => {
    const value = options.get(name);
    return value === true || value === 1 || (typeof value === 'string' && /^O[123]$/i.test(value));
  });
  const values: readonly Scalar[] = [...given, ...flags.map((name) => (name === 'bf16' ? 'bf16' : 'fp16'))];
  return values.filter((value) => !(typeof value === 'string' && value.includes('$'))).map((value) => ({ value, via }));
}

/** A file counts for programs that use the library which reads it, or are launched with it. */
function filedPrecision(model: Model, file: SettingsFile, launches: readonly Launch[]): readonly Setting[] {
  if (file.kind === 'accelerate' && usesAccelerate(model, launches)) {
    const value = file.get('mixed_precision');
    return value === undefined ? [] : [{ value: value === false ? 'no' : value, via: file.path }];
  }
  if (file.kind === 'deepspeed' && usesDeepSpeed(model, file, launches)) {
    return ['bf16', 'fp16'].flatMap((name) => {
      const on = file.get(`${name}.enabled`);
      return on === true || on === 'auto' ? [{ value: name, via: file.path }] : [];
    });
  }
  const value = file.kind === 'lightning-cli' ? file.get('trainer.precision') : undefined;
  return value !== undefined && isConfiguredByFile(model) ? [{ value, via: file.path }] : [];
}

const mentionsAny = (model: Model, words: readonly string[]): boolean =>
  words.some((word) => model.program.mentions(word));

function usesAccelerate(model: Model, launches: readonly Launch[]): boolean {
  if (launches.length > 0 && launches.every(({ launcher }) => launcher !== 'accelerate' && launcher !== 'python'))
    return false;
  return mentionsAny(model, [
    'accelerate',
    'Accelerator',
    'Trainer',
    'Seq2SeqTrainer',
    'SFTTrainer',
    'TrainingArguments',
  ]);
}

/** Mentioned in the code, or passed on the line that launches it. */
function usesDeepSpeed(model: Model, file: SettingsFile, launches: readonly Launch[]): boolean {
  if (mentionsAny(model, ['deepspeed', 'DeepSpeedPlugin', 'DeepSpeedStrategy'])) return true;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return launches.some(
    ({ launcher, options, launcherOptions }) =>
      launcher === 'deepspeed' ||
      [...options.values(), ...launcherOptions.values()].some((value) => String(value).endsWith(name)),
  );
}

const isConfiguredByFile = (model: Model): boolean =>
  mentionsAny(model, ['LightningCLI', 'hydra', 'OmegaConf', 'parse_args', 'safe_load']);

/** `class_path: lightning.pytorch.callbacks.EarlyStopping` or Hydra's `_target_`. */
function stopsOf(model: Model, file: SettingsFile): readonly Setting[] {
  if (!isConfiguredByFile(model)) return [];
  const name = file.names.find((one) => {
    const value = file.get(one);
    return /(class_path|_target_)$/.test(one) && typeof value === 'string' && value.endsWith('EarlyStopping');
  });
  return name === undefined ? [] : [{ value: file.get(name) ?? null, via: file.path }];
}

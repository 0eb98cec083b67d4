/** Recognises settings files and reads them. */
import type { ConfigurationFile } from '../model';
import type { Scalar, SettingsFile } from './facts';
import { readJson } from './json';
import { readYaml } from './yaml';

export function settingsFiles(files: readonly ConfigurationFile[]): readonly SettingsFile[] {
  return files.flatMap((file) => {
    const entries = entriesOf(file);
    return entries && entries.size > 0 ? [settingsFile(file.path, entries)] : [];
  });
}

function entriesOf({ path, text }: ConfigurationFile): ReadonlyMap<string, Scalar> | undefined {
  if (/(^|\/)(environment\.ya?ml|launch\.json)$/.test(path)) return undefined;
  if (/\.ya?ml$/i.test(path)) return readYaml(text);
  return /\.json$/i.test(path) ? readJson(text) : undefined;
}

function settingsFile(path: string, entries: ReadonlyMap<string, Scalar>): SettingsFile {
  const names = [...entries.keys()];
  const has = (name: string): boolean => entries.has(name) || names.some((one) => one.startsWith(`${name}.`));
  return { path, kind: kindOf(path, has), get: (name) => entries.get(name), has, names };
}

/** By what only such a file has in it. */
function kindOf(path: string, has: (name: string) => boolean): SettingsFile['kind'] {
  if (has('zero_optimization') || has('train_micro_batch_size_per_gpu') || has('bf16.enabled') || has('fp16.enabled'))
    return 'deepspeed';
  if (has('distributed_type') || has('compute_environment')) return 'accelerate';
  if (has('mixed_precision') && /accelerate|fsdp|ddp|deepspeed|default_config/i.test(path)) return 'accelerate';
  if (has('method') && has('parameters')) return 'sweep';
  if (has('trainer') && (has('model') || has('data'))) return 'lightning-cli';
  return 'other';
}

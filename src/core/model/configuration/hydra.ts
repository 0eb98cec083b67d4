/** Which Hydra file configures a program, and what its dotted names are worth with the defaults list followed. */
import type { Call } from '../../syntax/ast';
import type { Model } from '../model';
import { asString } from '../values';
import type { Setting, SettingsFile } from './facts';

export interface HydraFacts {
  get(name: string): Setting | undefined;
}

const NOTHING: HydraFacts = { get: () => undefined };

/** Nothing for a program without `@hydra.main`, or whose configuration was not read. */
export function hydraOf(model: Model, files: readonly SettingsFile[]): HydraFacts {
  const main = model.callsOf('hydra.main')[0]?.call ?? model.callsOf('hydra.compose')[0]?.call;
  const root = main && rootFile(model, main, files);
  if (!root) return NOTHING;
  return { get: (name) => settingIn(root, name, files) };
}

function rootFile(model: Model, main: Call, files: readonly SettingsFile[]): SettingsFile | undefined {
  const text = (name: string, index: number): string | undefined => {
    const given = main.args.find((one) => one.name === name) ?? main.args.filter((one) => one.name === null)[index];
    return given && asString(model.value(given.value));
  };
  const name = (text('config_name', 1) ?? 'config').replace(/\.ya?ml$/, '');
  const folder = (text('config_path', 0) ?? '').replace(/^(\.{1,2}\/)+/, '').replace(/\/$/, '');
  const end = folder === '' || folder === '.' ? `${name}.yaml` : `${folder}/${name}.yaml`;
  return (
    files.find(({ path }) => path.endsWith(`/${end}`) || path === end) ??
    files.find(({ path }) => path.endsWith(`/${name}.yaml`))
  );
}

/** Of the file itself, else of the file that its defaults list picks for the group. */
function settingIn(root: SettingsFile, name: string, files: readonly SettingsFile[]): Setting | undefined {
  const own = root.get(name);
  if (own !== undefined) return isPlain(own) ? { value: own, via: root.path } : undefined;
  const [group = '', ...rest] = name.split('.');
  const picked = root.names.flatMap((one) => {
    const match = new RegExp(`^defaults\\.\\d+\\.(?:override )?/?${group}$`).exec(one);
    return match ? [root.get(one)] : [];
  })[0];
  if (typeof picked !== 'string' || rest.length === 0) return undefined;
  const file = files.find(({ path }) => path.endsWith(`/${group}/${picked.replace(/\.ya?ml$/, '')}.yaml`));
  const value = file?.get(rest.join('.'));
  if (file && value !== undefined) return isPlain(value) ? { value, via: file.path } : undefined;
  return file && inherited(file, group, rest.join('.'), files);
}

/** A group file starts with defaults of its own: `- default`. */
function inherited(
  file: SettingsFile,
  group: string,
  name: string,
  files: readonly SettingsFile[],
): Setting | undefined {
  for (let index = 0; index < 4; index += 1) {
    const base = file.get(`defaults.${index}`);
    if (typeof base !== 'string' || base === '_self_') continue;
    const above = files.find(({ path }) => path.endsWith(`/${group}/${base.replace(/\.ya?ml$/, '')}.yaml`));
    const value = above?.get(name);
    if (above && value !== undefined && isPlain(value)) return { value, via: above.path };
  }
  return undefined;
}

/** An interpolation stands for a value that is elsewhere; `???` must be given on the command line. */
const isPlain = (value: unknown): boolean => !(typeof value === 'string' && /\$\{|^\?\?\?$/.test(value));

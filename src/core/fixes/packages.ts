/** What the import code must know of libraries: twin packages, eager packages, customary aliases. */

/** Packages that offer the same names under different roots; the first is what new code should import. */
const TWINS: readonly (readonly string[])[] = [
  ['keras', 'tensorflow.keras', 'tf_keras'],
  ['lightning.pytorch', 'pytorch_lightning'],
];

/** Names that `lightning` re-exports from `lightning.pytorch` (its `__init__.py`, 2.x). */
const LIGHTNING_TOP = new Set(['Trainer', 'LightningModule', 'LightningDataModule', 'Callback', 'seed_everything']);

/** Packages whose `import name` makes their submodules reachable; of others only what was imported is. */
const EAGER = new Set(
  ['torch', 'tensorflow', 'keras', 'tf_keras', 'lightning', 'pytorch_lightning', 'torchvision', 'jax'].concat([
    'transformers',
    'numpy',
    'pandas',
    'xgboost',
    'lightgbm',
    'catboost',
    'optuna',
    'wandb',
    'os',
  ]),
);

/** The alias that each project's own documentation uses. */
const ALIASES: Readonly<Record<string, string>> = {
  tensorflow: 'tf',
  numpy: 'np',
  pandas: 'pd',
  lightgbm: 'lgb',
  xgboost: 'xgb',
};

/** The import paths of one object, the preferred first; always holds at least `dotted` or what it stands for. */
export function spellings(dotted: string): readonly string[] {
  const name = withoutShortForm(dotted);
  const all = [name];
  for (const twins of TWINS) {
    const root = twins.find((one) => name.startsWith(`${one}.`));
    if (root === undefined) continue;
    const rest = name.slice(root.length);
    all.push(...twins.filter((one) => one !== root).map((one) => one + rest));
  }
  const top = /^lightning\.pytorch\.(\w+)$/.exec(name)?.[1];
  if (top !== undefined && LIGHTNING_TOP.has(top)) all.push(`lightning.${top}`);
  return all;
}

/** The model's name for Lightning objects leaves out `pytorch`; no such path can be imported. */
function withoutShortForm(dotted: string): string {
  return /^lightning\.(?!pytorch\.|fabric\.|Fabric$)/.test(dotted)
    ? dotted.replace(/^lightning\./, 'lightning.pytorch.')
    : dotted;
}

/** True when attributes of an imported `module` reach `path` (both dotted) without another import. */
export function reaches(module: string, path: string): boolean {
  if (!path.startsWith(`${module}.`)) return false;
  const rest = path.slice(module.length + 1);
  return !rest.includes('.') || EAGER.has(module.split('.')[0] ?? module);
}

export function customaryAlias(module: string): string | undefined {
  return ALIASES[module];
}

/** Packages whose functions are customarily reached through the package: `torch.compile`, `np.mean`. */
export function isUsedWhole(module: string): boolean {
  return !module.includes('.') && EAGER.has(module);
}

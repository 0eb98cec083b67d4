/** What the settings of a W&B run are worth: `wandb.config`, which a sweep or the command line may override. */
import type { Attribute, Expr } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { keyword } from './option-default';
import type { Origin } from './origins';
import type { Resolver } from './resolver';
import { overridable, type Evaluator } from './value-algebra';
import { UNKNOWN, type PyValue, type Value } from './values';

const CONFIG = /^wandb\.((sdk\.wandb_run\.)?(init\(\)|run|Run\(\))\.)?config$/;
const INIT = /^wandb\.(sdk\.wandb_init\.)?init$/;
const SWEEP = /^wandb\.(sdk\.wandb_sweep\.)?sweep$/;

const isWandbConfig = (origins: readonly Origin[]): boolean =>
  origins.some((one) => one.kind === 'external' && CONFIG.test(one.name));

/** What is looked up where. */
interface Sources {
  readonly program: Program;
  readonly resolver: Resolver;
}

/** The value of `wandb.config` itself, or of one of its settings; undefined for everything else. */
export function wandbValue(node: Attribute, sources: Sources, evaluator: Evaluator): Value | undefined {
  if (!sources.program.mentions('wandb')) return undefined;
  const { resolver } = sources;
  if (node.attr === 'config' && isWandbConfig(resolver.origins(node))) return wandbSettings(node, sources, evaluator);
  if (!isWandbConfig(resolver.origins(node.value))) return undefined;
  const assigned = wandbAssigned(node, sources, evaluator).at(-1);
  const [settings] = wandbSettings(node, sources, evaluator).alternatives;
  const entry = settings?.type === 'dict' ? settings.entries.get(node.attr) : undefined;
  return overridable(assigned ?? (entry ? evaluator.value(entry) : UNKNOWN), `wandb.config.${node.attr}`);
}

/** The settings as a dictionary: given to `wandb.init`, updated, or fixed by the sweep; never more than defaults. */
function wandbSettings(source: Expr, { program, resolver }: Sources, evaluator: Evaluator): Value {
  const entries = new Map<string, Expr>();
  const add = (from: Expr | undefined): void => {
    const [only, ...others] = from ? evaluator.value(from).alternatives : [];
    if (only?.type !== 'dict' || others.length > 0) return;
    for (const [key, value] of only.entries) entries.set(key, value);
  };
  const names = (expression: Expr, pattern: RegExp): boolean =>
    resolver.origins(expression).some((one) => one.kind === 'external' && pattern.test(one.name));
  for (const call of program.calls('init')) if (names(call.func, INIT)) add(keyword(call, 'config'));
  for (const method of ['setdefaults', 'update']) {
    for (const call of program.calls(method)) {
      if (call.func.kind === 'attribute' && isWandbConfig(resolver.origins(call.func.value))) add(call.args[0]?.value);
    }
  }
  for (const call of program.calls('sweep')) {
    if (!names(call.func, SWEEP)) continue;
    for (const [key, value] of fixedBySweep(call.args[0]?.value, evaluator)) entries.set(key, value);
  }
  const settings: PyValue = { type: 'dict', entries, complete: false };
  return { certainty: 'default', alternatives: [settings], source, via: 'wandb.config' };
}

/** `{"parameters": {"epochs": {"value": 10}}}`; what a sweep varies has no one value. */
function fixedBySweep(sweep: Expr | undefined, evaluator: Evaluator): readonly (readonly [string, Expr])[] {
  const entriesOf = (expression: Expr | undefined): ReadonlyMap<string, Expr> => {
    const [only] = expression ? evaluator.value(expression).alternatives : [];
    return only?.type === 'dict' ? only.entries : new Map<string, Expr>();
  };
  return [...entriesOf(entriesOf(sweep).get('parameters'))].flatMap(([name, parameter]) => {
    const fixed = entriesOf(parameter).get('value');
    return fixed ? [[name, fixed] as const] : [];
  });
}

/** `config.epochs = 10` on the settings, under whatever name they go. */
function wandbAssigned(node: Attribute, { program, resolver }: Sources, evaluator: Evaluator): Value[] {
  return program.attributes(node.attr).flatMap((target) => {
    const statement = target.parent;
    if (target === node || statement?.kind !== 'assign' || !statement.value || !statement.targets.includes(target))
      return [];
    return isWandbConfig(resolver.origins(target.value)) ? [evaluator.value(statement.value)] : [];
  });
}

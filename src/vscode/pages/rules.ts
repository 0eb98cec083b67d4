/** The rules as the adapter shows them; the registry is loaded on first need. */
import type { RuleId, RuleMeta } from '../../core/rules/rule';
import { loadCore } from '../lazy/load';

let metas: Promise<ReadonlyMap<RuleId, RuleMeta>> | undefined;

function load(): Promise<ReadonlyMap<RuleId, RuleMeta>> {
  metas ??= loadCore().then(({ rules }) => new Map(rules.map(({ meta }) => [meta.id, meta])));
  return metas;
}

export async function ruleMeta(id: RuleId): Promise<RuleMeta | undefined> {
  return (await load()).get(id);
}

export async function allRules(): Promise<readonly RuleMeta[]> {
  return [...(await load()).values()];
}

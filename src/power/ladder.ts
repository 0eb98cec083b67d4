/** Which source serves for which component: the best that answers, and what would be better and how to get it. */
import { millis, type Millis } from '../core/units/quantity';
import type { Host } from '../host/ports';
import { childOf, DONE, pause } from './pace';
import type { Available, PowerScope, PowerSource, Unavailable } from './types';

/** Longer than a cold driver needs; a probe that hangs must not hold up the others. */
const PROBE_TIMEOUT = millis(20_000);

/** One source after it was asked. */
export interface Rung {
  readonly source: PowerSource;
  readonly found: Available | Unavailable;
}

/** As shown in the table of sources. */
export interface SourceStatus {
  readonly id: string;
  readonly name: string;
  readonly scope: PowerScope;
  readonly quality: 'measured' | 'modelled';
  /** `stand-in`: serves because a better one fails. `spare`: would serve, but a better one does. */
  readonly status: 'in use' | 'stand-in' | 'spare' | 'failing' | 'unavailable' | 'switched off';
  /** Why it is not in use, or what is to be known of it; null when there is nothing to say. */
  readonly why: string | null;
  /** What a person could do to have it; never done for them. */
  readonly help: string | null;
  readonly devices: readonly string[];
}

/** Sources of one component, the best first. */
export type Group = readonly Rung[];

export function coverage(source: PowerSource): string {
  return source.covers ?? source.scope;
}

export function rankOf(source: PowerSource): number {
  return source.rank ?? (source.quality === 'measured' ? 50 : 10);
}

/** Asks all at once; whoever throws or does not answer is unavailable, with that as the reason. */
export async function probeAll(
  sources: readonly PowerSource[],
  host: Host,
  signal: AbortSignal,
): Promise<readonly Rung[]> {
  const { controller, release } = childOf(signal);
  const late = pause(host.clock, PROBE_TIMEOUT, controller.signal).then(() => unavailable('it did not answer'));
  const rungs = sources.map(async (source) => ({ source, found: await probe(source, host, late) }));
  try {
    return await Promise.all(rungs);
  } finally {
    controller.abort(DONE);
    release();
  }
}

async function probe(source: PowerSource, host: Host, late: Promise<Unavailable>): Promise<Available | Unavailable> {
  try {
    return await Promise.race([source.probe(host), late]);
  } catch (error) {
    return unavailable(error instanceof Error ? error.message : String(error));
  }
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}

/** Available sources by what they cover; alternatives in the order in which they are tried. */
export function groupsOf(rungs: readonly Rung[]): readonly Group[] {
  const groups = new Map<string, Rung[]>();
  for (const rung of rungs.filter(({ found }) => found.available)) {
    const key = coverage(rung.source);
    groups.set(key, [...(groups.get(key) ?? []), rung]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => rankOf(b.source) - rankOf(a.source)));
}

/** Devices that draw power and that no source in any group measures. */
export function unmeasured(rungs: readonly Rung[]): readonly string[] {
  const covered = new Set(rungs.filter(({ found }) => found.available).map(({ source }) => coverage(source)));
  return rungs
    .filter(({ source }) => !covered.has(coverage(source)))
    .flatMap(({ found }) => (found.available || found.missing === undefined ? [] : [found.missing]));
}

/** `failing` says why each source that is down is so; `running` holds the ids of all that were started. */
export function statusOf(
  rung: Rung,
  group: Group | undefined,
  running: ReadonlySet<string>,
  failing: ReadonlyMap<string, string>,
): SourceStatus {
  const { source, found } = rung;
  const about = { id: source.id, name: source.name, scope: source.scope, quality: source.quality };
  if (!found.available) return { ...about, status: 'unavailable', why: found.why, help: found.help, devices: [] };
  const fault = failing.get(source.id);
  const shared = { ...about, help: null, devices: found.devices };
  if (fault !== undefined) return { ...shared, status: 'failing', why: fault };
  const best = group?.[0];
  if (best === undefined || best === rung) return { ...shared, status: 'in use', why: found.note };
  if (running.has(source.id)) return { ...shared, status: 'stand-in', why: `${best.source.name} fails` };
  return { ...shared, status: 'spare', why: `${best.source.name} is better` };
}

/** The interval a source is driven with. */
export function intervalOf(source: PowerSource, wanted: Millis): Millis {
  return millis(Math.max(wanted, source.minimumInterval ?? 0));
}

/** The memory curve of a soak as a Markdown table, and what is wrong with the soak. */
import type { Event, Memory, Plan } from './record';

type Measured = Extract<Event, { kind: 'sample' | 'collected' }>;

/** Rows of the table, at most; the record holds one sample a minute. */
const ROWS = 14;

export function table(events: readonly Event[]): string {
  const samples = events.filter((event): event is Measured => event.kind === 'sample' || event.kind === 'collected');
  const started = events.find((event) => event.kind === 'life')?.at ?? 0;
  const step = Math.max(1, Math.ceil(samples.length / ROWS));
  const shown = samples.filter(
    (sample, at) => at % step === 0 || at === samples.length - 1 || sample.life !== samples[at + 1]?.life,
  );
  const head = ['minute', 'window', 'edits', 'resident, MB', 'heap, MB', 'outside the heap, MB', ''];
  const rows = shown.map(({ kind, at, life, edits, resident, heap, external }) => [
    ((at - started) / 60_000).toFixed(0),
    String(life + 1),
    String(edits),
    ...[resident, heap, external].map((megabytes) => megabytes.toFixed(0)),
    kind === 'collected' ? 'after a collection' : '',
  ]);
  return [head, head.map(() => '--:'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Least memory after a collection in the first and the last third of the longest life. */
export function growth(
  events: readonly Event[],
  life: number,
): { readonly first: Memory; readonly last: Memory } | null {
  const collected = events.filter((event): event is Measured => event.kind === 'collected' && event.life === life);
  const third = Math.max(1, Math.floor(collected.length / 3));
  const [first, last] = [least(collected.slice(0, third)), least(collected.slice(-third))];
  return collected.length < 2 ? null : { first, last };
}

function least(samples: readonly Measured[]): Memory {
  const of = (pick: (memory: Memory) => number): number => Math.min(...samples.map(pick));
  return { resident: of((one) => one.resident), heap: of((one) => one.heap), external: of((one) => one.external) };
}

/** Empty for a soak that went well. */
export function faults(events: readonly Event[], plan: Plan): readonly string[] {
  const wrong = events.flatMap((event) => {
    if (event.kind === 'failed' || event.kind === 'trouble') return [event.message];
    if (event.kind === 'check') return [...event.differences];
    return event.kind === 'done' ? event.warnings.map((warning) => `warned: ${warning}`) : [];
  });
  const lives = events.filter(({ kind }) => kind === 'life').length;
  if (lives !== plan.lives.length) wrong.push(`the extension host started ${lives} times, not ${plan.lives.length}`);
  if (!events.some(({ kind }) => kind === 'done')) wrong.push('the soak did not come to its end');
  return wrong;
}

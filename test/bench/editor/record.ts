/** The record of a soak: one JSON line an event, appended inside the extension host, read by the process that started it. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Environment variable of the extension host that holds a `Plan` as JSON. */
export const planVariable = 'CARBON_HINTS_SOAK';

export interface Plan {
  /** File of the record. */
  readonly record: string;
  /** The command line that a fresh check is made with. */
  readonly cli: string;
  readonly seed: number;
  /** Times since 1970 in milliseconds. The window is loaded again at each but the last, at which the soak ends. */
  readonly lives: readonly number[];
}

/** Megabytes. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
  /** Outside of the heap of V8: buffers, and the memory of WebAssembly. */
  readonly external: number;
}

export type Event =
  | { readonly kind: 'life'; readonly host: string; readonly at: number }
  | (Memory & { readonly kind: 'sample'; readonly life: number; readonly at: number; readonly edits: number })
  | (Memory & { readonly kind: 'collected'; readonly life: number; readonly at: number; readonly edits: number })
  | { readonly kind: 'check'; readonly findings: number; readonly differences: readonly string[] }
  | { readonly kind: 'done'; readonly actions: Readonly<Record<string, number>>; readonly warnings: readonly string[] }
  /** `failed` is the end, `trouble` is not. */
  | { readonly kind: 'failed' | 'trouble'; readonly message: string };

export function append(file: string, event: Event): void {
  appendFileSync(file, `${JSON.stringify(event)}\n`);
}

/** A line that is still being written is left out. */
export function eventsIn(file: string): readonly Event[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Event);
}

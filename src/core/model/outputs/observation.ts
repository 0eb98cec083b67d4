/** What the stored output of a cell says about a run: one measured or counted fact with the words it was read from. */
import type { CellOutputs } from '../../text/notebook/outputs';

/** Who printed it; only forms that a library prints by itself are read. */
export type Printer =
  | 'keras'
  | 'huggingface'
  | 'lightning'
  | 'tqdm'
  | 'pandas'
  | 'datasets'
  | 'sklearn'
  | 'xgboost'
  | 'lightgbm'
  | 'catboost'
  | 'peft'
  | 'ipython'
  | 'editor';

/** `fold seconds`: of all candidates of a search on one fold. */
export type ObservationKind =
  'rows' | 'steps' | 'epochs' | 'seconds' | 'fold seconds' | 'parameters' | 'fits' | 'rounds';

export interface Counted {
  readonly kind: ObservationKind;
  readonly value: number;
  readonly by: Printer;
  /** As printed, white space squeezed. */
  readonly quote: string;
}

export interface Accelerator {
  readonly kind: 'accelerator';
  readonly value: string;
  readonly by: 'nvidia-smi';
  readonly quote: string;
}

export type Observation = Counted | Accelerator;

/** Reads one family of lines. */
export type Reader = (outputs: CellOutputs) => Iterable<Observation>;

const LONGEST_QUOTE = 80;

export function counted(kind: ObservationKind, value: number, by: Printer, printed: string): Counted {
  const line = printed.replace(/\s+/g, ' ').trim();
  return { kind, value, by, quote: line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line };
}

/** The lines of everything that was printed or shown. */
export function linesOf(outputs: CellOutputs): readonly string[] {
  return outputs.texts.flatMap(({ text }) => text.split('\n'));
}

/** "1,234,567" as a number. */
export function numeral(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** "02:31", "1:02:31", "1 day, 2:03:04" in seconds. */
export function clockSeconds(text: string): number {
  const days = /^(\d+) days?, /.exec(text);
  const clock = days ? text.slice(days[0].length) : text;
  const seconds = clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  return Number(days?.[1] ?? 0) * 86_400 + seconds;
}

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400,
  h: 3600,
  min: 60,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

/** "1h 2min 3s", "4.5 ms", "1m 21s" in seconds; undefined for anything else. */
export function spokenSeconds(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/([\d.]+) ?([a-zµμ]+) */g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) return undefined;
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? Number.NaN), 0);
  return Number.isNaN(seconds) ? undefined : seconds;
}

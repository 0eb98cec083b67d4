/** Live power by device over the last minutes, with a readout that pointer and arrow keys move. */
import { formatPower, formatRoundPower } from '../../core/units/format';
import { watts } from '../../core/units/quantity';
import type { Trail } from '../messages';
import { ticksTo, unbroken } from '../scale';
import { clockText } from '../words';
import { markAt, plotHeight, plotWidth, valueAxis, type Frame } from './axes';
import { el, setText, svg, table } from './dom';

interface Series {
  readonly label: string;
  /** Number of its colour and dash; 0 is the total. */
  readonly style: number;
  /** Of a device; the total's is that of its parts. */
  readonly quality: string;
  /** Modelled, if only in part: two digits are all that it deserves. */
  readonly isRough: boolean;
  readonly values: readonly (number | null)[];
}

const STYLES = 6;

export class LiveChart {
  readonly root = el('div', { class: 'chart' });
  readonly #picture = el('div', { class: 'picture' });
  readonly #legend = el('ul', { class: 'legend' });
  /** Not announced on its own: it is what the focus reads. */
  readonly #readout = el('p', { class: 'readout' });
  #trail: Trail = { type: 'trail', devices: [], rows: [] };
  /** Row under the pointer or the keys; null is the latest one. */
  #at: number | null = null;
  #frame: Frame | undefined;

  constructor() {
    this.root.append(this.#picture, this.#legend, this.#readout);
    new ResizeObserver(() => this.#draw()).observe(this.#picture);
    this.#picture.addEventListener('pointermove', (event) => this.#point(event));
    this.#picture.addEventListener('pointerleave', () => this.#move(null));
    this.#picture.addEventListener('keydown', (event) => this.#key(event));
  }

  show(trail: Trail): void {
    // What is pointed at stays the same moment while rows come in.
    const moment = this.#at === null ? undefined : this.#trail.rows[this.#at]?.at;
    this.#trail = trail;
    const found = moment === undefined ? -1 : trail.rows.findIndex(({ at }) => at >= moment);
    this.#at = found < 0 ? null : found;
    this.#draw();
  }

  #draw(): void {
    const { rows } = this.#trail;
    const width = this.#picture.clientWidth;
    if (width < 80 || rows.length === 0) return;
    const frame = { width, height: 220, left: 62, right: 12, top: 10, bottom: 24 };
    this.#frame = frame;
    const all = seriesOf(this.#trail);
    const ticks = ticksTo(highestOf(all));
    const at = xOf(frame, rows);
    const top = ticks.at(-1) ?? 1;
    const y = (value: number): number => frame.top + plotHeight(frame) * (1 - value / top);
    const paths = all.flatMap((series) => pathsOf(series, rows, { x: at, y, base: frame.height - frame.bottom }));
    const picture = svg(
      'svg',
      { width, height: frame.height, role: 'img', 'aria-label': summaryOf(all, rows), tabindex: 0 },
      valueAxis(frame, ticks, (tick) => formatRoundPower(watts(tick)).trim()),
      ...timeMarks(frame, rows),
      ...paths,
      this.#cursor(frame, at),
    );
    const hadFocus = this.#picture.contains(document.activeElement);
    this.#picture.replaceChildren(picture);
    if (hadFocus) picture.focus({ preventScroll: true });
    this.#legend.replaceChildren(...all.map(legendEntry));
    setText(this.#readout, readoutOf(all, rows, this.#at ?? rows.length - 1));
  }

  #cursor(frame: Frame, at: (time: number) => number): SVGGElement {
    const row = this.#at === null ? undefined : this.#trail.rows[this.#at];
    if (!row) return svg('g');
    const x = at(row.at);
    return svg('g', {}, svg('line', { x1: x, x2: x, y1: frame.top, y2: frame.height - frame.bottom, class: 'cursor' }));
  }

  #point(event: PointerEvent): void {
    const frame = this.#frame;
    const { rows } = this.#trail;
    if (!frame || rows.length === 0) return;
    const x = event.clientX - this.#picture.getBoundingClientRect().left;
    const at = xOf(frame, rows);
    const distances = rows.map((row) => Math.abs(at(row.at) - x));
    this.#move(distances.indexOf(Math.min(...distances)));
  }

  #key(event: KeyboardEvent): void {
    const last = this.#trail.rows.length - 1;
    const now = this.#at ?? last;
    const targets: Readonly<Record<string, number | null>> = {
      ArrowLeft: Math.max(0, now - 1),
      ArrowRight: Math.min(last, now + 1),
      Home: 0,
      End: last,
      Escape: null,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.#move(target);
  }

  #move(at: number | null): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#draw();
  }
}

/** The same by the minute, as a table. */
export function trailTable(trail: Trail): HTMLElement {
  const minutes = new Map<number, Trail['rows'][number]>();
  for (const row of trail.rows) minutes.set(Math.floor(row.at / 60_000), row);
  const all = [
    { title: 'Total', isRough: isModelled(trail.devices) },
    ...trail.devices.map(({ label, quality }) => ({ title: `${label} (${quality})`, isRough: quality === 'modelled' })),
  ];
  const rows = [...minutes.values()].reverse().map(({ at, total, watts: values }) => {
    const figures = [total, ...values].map((value, index) => wattsText(value, all[index] ?? { isRough: true }));
    return [clockText(at), ...figures];
  });
  return table(
    'Power at the end of each minute',
    [{ title: 'Time', kind: 'text' }, ...all.map(({ title }) => ({ title, kind: 'figure' as const }))],
    rows,
  );
}

/** A lone device is the total. */
function seriesOf({ devices, rows }: Trail): readonly Series[] {
  const isRough = isModelled(devices);
  const total = { label: 'Total', style: 0, quality: '', isRough, values: rows.map((row) => row.total) };
  const parts = devices.map(({ label, quality }, index) => ({
    label,
    style: 1 + (index % (STYLES - 1)),
    quality,
    isRough: quality === 'modelled',
    values: rows.map(({ watts: values }) => values[index] ?? null),
  }));
  return parts.length === 1 && parts[0]
    ? [{ ...total, label: parts[0].label, quality: parts[0].quality }]
    : [total, ...parts];
}

function highestOf(all: readonly Series[]): number {
  return all.reduce((most, { values }) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), most), 0);
}

function xOf(frame: Frame, rows: Trail['rows']): (at: number) => number {
  const first = rows[0]?.at ?? 0;
  // A chart that has just begun grows from the left; it is not stretched.
  const lasted = Math.max(60_000, (rows.at(-1)?.at ?? first) - first);
  return (at) => frame.left + (plotWidth(frame) * (at - first)) / lasted;
}

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly base: number;
}

function pathsOf({ style, values }: Series, rows: Trail['rows'], { x, y, base }: Scale): readonly SVGElement[] {
  const points = rows.map(({ at }, index) => ({ at, value: values[index] ?? null }));
  return unbroken(points).flatMap((part) => {
    const line = part.map(({ at, value }) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join(' L ');
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) return [];
    const stroke = svg('path', { d: part.length === 1 ? `M ${line} h 2` : `M ${line}`, class: `series s${style}` });
    const area = `M ${line} L ${x(last.at).toFixed(1)} ${base} L ${x(first.at).toFixed(1)} ${base} Z`;
    return style === 0 ? [svg('path', { d: area, class: 'area' }), stroke] : [stroke];
  });
}

function timeMarks(frame: Frame, rows: Trail['rows']): readonly SVGTextElement[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const x = xOf(frame, rows);
  const end = x(last.at);
  const marks = [markAt(frame, frame.left, clockText(first.at), 'start')];
  if (end - frame.left > 120) marks.push(markAt(frame, end, clockText(last.at), 'end'));
  return marks;
}

function legendEntry({ label, style, quality }: Series): HTMLLIElement {
  const sample = svg(
    'svg',
    { width: 24, height: 8, 'aria-hidden': 'true' },
    svg('line', { x1: 0, x2: 24, y1: 4, y2: 4, class: `series s${style}` }),
  );
  return el('li', {}, sample, quality === '' ? label : `${label} (${quality})`);
}

function readoutOf(all: readonly Series[], rows: Trail['rows'], index: number): string {
  const row = rows[index];
  if (!row) return '';
  const time = new Date(row.at).toLocaleTimeString();
  return [time, ...all.map((series) => `${series.label} ${wattsText(series.values[index] ?? null, series)}`)].join(
    ' · ',
  );
}

function wattsText(value: number | null, { isRough }: Pick<Series, 'isRough'>): string {
  if (value === null) return 'unknown';
  return isRough ? `≈ ${formatRoundPower(watts(value)).trim()}` : formatPower(watts(value));
}

function isModelled(devices: Trail['devices']): boolean {
  return devices.some(({ quality }) => quality === 'modelled');
}

function summaryOf(all: readonly Series[], rows: Trail['rows']): string {
  const isRough = all[0]?.isRough ?? false;
  const known = (all[0]?.values ?? []).filter((value) => value !== null);
  const lasted = Math.round(((rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0)) / 60_000);
  if (known.length === 0) return 'Line chart of power over time: nothing is known yet.';
  const [low, high] = [Math.min(...known), Math.max(...known)].map((value) => wattsText(value, { isRough }));
  return `Line chart of power over the last ${lasted} minutes: between ${low} and ${high}, now ${wattsText(known.at(-1) ?? null, { isRough })}. Arrow keys read single moments.`;
}

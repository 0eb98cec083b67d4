/** Energy by day as columns and by script as bars in a table. */
import type { Amount, Sums } from '../messages';
import { ticksTo } from '../scale';
import {
  amountText,
  boundText,
  counted,
  emissionsText,
  emittedText,
  energyText,
  qualityText,
  ratioText,
} from '../words';
import { markAt, plotHeight, plotWidth, valueAxis } from './axes';
import { el, figure, note, path, svg, table } from './dom';
import type { Page } from './page';
import { section } from './section';

export class SumsSection {
  readonly #days = section('days', 'Energy by day');
  readonly #scripts = section('scripts', 'Energy by script');
  readonly roots = [this.#days.root, this.#scripts.root];
  readonly #picture = el('div', { class: 'picture' });
  #sums: Sums | undefined;

  constructor(private readonly page: Page) {
    page.onTables(() => this.#sums && this.show(this.#sums));
    new ResizeObserver(() => this.#draw()).observe(this.#picture);
  }

  show(sums: Sums): void {
    this.#sums = sums;
    const hasDays = sums.days.some(({ amount }) => amount !== null);
    if (!hasDays) this.#days.show(note(`Nothing was measured in the last ${sums.days.length} days.`));
    else if (this.page.showsTables) this.#days.show(dayTable(sums));
    else {
      this.#days.show(
        this.#picture,
        note(
          'Local days; each moment counts once, whether a run or this window measured it. Days without a column were not measured.',
        ),
      );
      this.#draw();
    }
    this.#scripts.show(...(sums.scripts.length === 0 ? [note('No run has been measured yet.')] : scriptTable(sums)));
  }

  #draw(): void {
    const width = this.#picture.clientWidth;
    if (this.#sums && width >= 80) this.#picture.replaceChildren(dayChart(this.#sums.days, width));
  }
}

function dayChart(days: Sums['days'], width: number): SVGSVGElement {
  const frame = { width, height: 180, left: 62, right: 12, top: 10, bottom: 24 };
  const ticks = ticksTo(Math.max(...days.map(({ amount }) => amount?.energy.high ?? 0)), 3);
  const top = ticks.at(-1) ?? 1;
  const step = plotWidth(frame) / days.length;
  const y = (value: number): number => frame.top + plotHeight(frame) * (1 - value / top);
  const columns = days.flatMap(({ day, amount }, index) => {
    if (amount === null) return [];
    const middle = frame.left + step * (index + 0.5);
    return [dayColumn(day, amount, { middle, width: Math.min(28, step * 0.7), y })];
  });
  const known = days.filter(({ amount }) => amount !== null).length;
  return svg(
    'svg',
    {
      width,
      height: frame.height,
      role: 'img',
      'aria-label': `Column chart: energy of ${known} of the last ${days.length} days. The table view has the figures.`,
    },
    valueAxis(frame, ticks, (tick) => (tick === 0 ? '0' : energyText({ low: tick, typical: tick, high: tick }))),
    ...columns,
    ...dayMarks(days, step).map(({ text, at }) => markAt(frame, frame.left + at, text, 'middle')),
  );
}

interface Place {
  readonly middle: number;
  readonly width: number;
  readonly y: (value: number) => number;
}

/** The column is the typical value; the line through its top is the range where it was modelled. */
function dayColumn(day: string, amount: Amount, { middle, width, y }: Place): SVGGElement {
  const { low, typical, high } = amount.energy;
  const height = Math.max(1, y(0) - y(typical));
  const title = svg('title', {}, `${day}: ${amountText(amount)}, ${emittedText(amount)}`);
  const column = svg('rect', {
    x: middle - width / 2,
    y: y(0) - height,
    width,
    height,
    class: `column ${amount.quality}`,
  });
  const spread =
    low === high ? [] : [svg('line', { x1: middle, x2: middle, y1: y(low), y2: y(high), class: 'spread' })];
  return svg('g', {}, title, column, ...spread);
}

/** As many dates as fit. */
function dayMarks(days: Sums['days'], step: number): readonly { readonly text: string; readonly at: number }[] {
  const every = Math.max(1, Math.ceil(64 / step));
  return days
    .map(({ day }, index) => ({ text: shortDay(day), at: step * (index + 0.5), index }))
    .filter(({ index }) => (days.length - 1 - index) % every === 0 && step * (index + 0.5) > 20);
}

/** "27 Nov" of "2026-11-27". */
function shortDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function dayTable({ days }: Sums): HTMLElement {
  const rows = [...days]
    .reverse()
    .map(({ day, amount }) =>
      amount === null
        ? [day, 'not measured', '', '']
        : [day, boundText(energyText(amount.energy), amount), qualityText(amount.quality), emittedText(amount)],
    );
  return table(
    'Energy by local day',
    [
      { title: 'Day', kind: 'text' },
      { title: 'Energy', kind: 'figure' },
      { title: 'Origin', kind: 'text' },
      { title: 'Emissions', kind: 'text' },
    ],
    rows,
  );
}

function scriptTable({ scripts, moreScripts, overlapping }: Sums): readonly Node[] {
  const most = Math.max(...scripts.map(({ amount }) => amount?.energy.typical ?? 0));
  const rows = scripts.map(({ script, runs, measured, amount, ratio }) => [
    figure(
      path(script ?? 'commands without a script'),
      measured === runs ? counted(runs, 'run') : `${counted(runs, 'run')}, ${measured} measured`,
    ),
    amount ? energyBar(amount.energy.typical, most) : null,
    amount ? figure(boundText(energyText(amount.energy), amount), qualityText(amount.quality)) : 'not measured',
    ratio === null ? 'unknown' : ratioText(ratio),
    amount?.emissions ? figure(emissionsText(amount.emissions), amount.grids.join('; ')) : 'unknown',
  ]);
  const more = moreScripts === 0 ? '' : `${counted(moreScripts, 'more script')} with less energy not shown. `;
  const twice =
    overlapping === 0
      ? ''
      : `${counted(overlapping, 'run')} overlapped with another: what the whole machine drew then counts for each of them.`;
  return [
    table(
      'Energy by script',
      [
        { title: 'Script', kind: 'text' },
        { title: '', kind: 'text' },
        { title: 'Energy', kind: 'figure' },
        { title: 'Measured ÷ estimated (median)', kind: 'figure' },
        { title: 'Emissions', kind: 'figure' },
      ],
      rows,
    ),
    note(`${more}${twice}`),
  ];
}

function energyBar(value: number, most: number): SVGSVGElement {
  const width = most > 0 ? Math.max(1, (140 * value) / most) : 0;
  return svg(
    'svg',
    { width: 140, height: 12, 'aria-hidden': 'true' },
    svg('rect', { x: 0, y: 1, width, height: 10, class: 'column measured' }),
  );
}

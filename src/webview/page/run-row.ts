/** One run in the list: a row, and what it tells when it is opened. */
import type { Run } from '../messages';
import {
  boundText,
  emissionsText,
  energyText,
  gridText,
  hoursText,
  qualityText,
  ratioText,
  remarks,
  timeText,
  unmeasuredText,
  verdict,
  zoneText,
} from '../words';
import { el, figure, path } from './dom';
import { rangeBar } from './range-bar';

export const COLUMNS = 7;

export interface RowHooks {
  readonly index: number;
  readonly showsTables: boolean;
}

/** The row and, hidden at first, the row that holds its details. */
export function runRows(
  run: Run,
  { index, showsTables }: RowHooks,
): readonly [HTMLTableRowElement, HTMLTableRowElement] {
  const id = `run-${index}`;
  const opener = el(
    'button',
    { type: 'button', class: 'opener', 'aria-expanded': 'false', 'aria-controls': id },
    path(run.script ?? 'a command'),
  );
  const detail = el('tr', { id, class: 'detail', hidden: '' });
  opener.addEventListener('click', () => {
    detail.hidden = !detail.hidden;
    opener.setAttribute('aria-expanded', String(!detail.hidden));
    if (detail.childElementCount === 0) detail.append(el('td', { colspan: COLUMNS }, details(run)));
  });
  const started = [run.workload ?? '', run.startedBy ?? ''].filter((part) => part !== '').join(', ');
  const row = el(
    'tr',
    {},
    el('td', { class: 'text when' }, timeText(run.at)),
    el('th', { scope: 'row', class: 'text' }, el('span', { class: 'stack' }, opener, el('small', {}, started))),
    el('td', { class: 'figure' }, hoursText(run.hours)),
    el('td', { class: 'figure' }, measured(run)),
    el(
      'td',
      { class: 'figure' },
      run.estimate ? figure(energyText(run.estimate.energy), run.estimate.confidence) : 'none',
    ),
    el('td', { class: 'text' }, comparison(run, showsTables ? 'words' : 'picture')),
    el('td', { class: 'figure' }, emitted(run)),
  );
  return [row, detail];
}

function measured(run: Run): HTMLElement {
  if (run.energy === null) return el('span', { class: 'muted' }, unmeasuredText(run));
  return figure(boundText(energyText(run.energy), run), qualityText(run.quality));
}

function emitted({ emissions, grid }: Run): HTMLElement | string {
  return emissions && grid ? figure(emissionsText(emissions), zoneText(grid)) : 'unknown';
}

/** What stands in the way of a comparison is said where it would stand. */
function comparison(run: Run, as: 'words' | 'picture'): HTMLElement {
  const { energy, estimate, ratio } = run;
  const about = remarks(run).map((remark) => el('small', {}, remark));
  if (energy === null || estimate === null || ratio === null) {
    return el('span', { class: 'stack' }, el('span', { class: 'muted' }, 'not comparable'), ...about);
  }
  const where = verdict(energy, estimate.energy);
  const words = where === 'inside' ? 'in range' : `${where} range`;
  const text = el('span', { class: `verdict ${where}` }, `${ratioText(ratio)}, ${words}`);
  return el('span', { class: 'stack' }, as === 'picture' ? rangeBar(energy, estimate.energy) : null, text, ...about);
}

function details(run: Run): HTMLElement {
  const facts: (readonly [string, string])[] = [
    ['Machine', run.machine],
    ['Sensors', run.sensors.join(', ') || 'none'],
    ['Commit', run.commit ?? 'unknown'],
    [
      'Counted for',
      run.coveredHours === null ? 'unknown' : `${hoursText(run.coveredHours)} of ${hoursText(run.hours)}`,
    ],
    [
      'Above idle',
      run.aboveIdle === null ? 'unknown' : `${energyText(run.aboveIdle)} (idle ${Math.round(run.idleWatts ?? 0)} W)`,
    ],
    [
      'Share of the run',
      run.attributed === null
        ? 'unknown: the figure is that of whole devices'
        : `${energyText(run.attributed.energy)}, ${run.attributed.how}`,
    ],
    ['Estimated time', run.estimate === null ? 'none' : hoursText(run.estimate.hours)],
    ['Grid', run.grid === null ? 'unknown' : gridText(run.grid)],
  ];
  return el(
    'div',
    { class: 'details' },
    el('dl', {}, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    ...list('Devices', run.devices.map(deviceText)),
    ...list('Gaps, for which no energy was counted', run.gaps.map(gapText)),
  );
}

function deviceText({ label, sensor, quality, energy, isCounted }: Run['devices'][number]): string {
  const part = isCounted ? '' : ', part of the whole and not added';
  return `${label}: ${energyText(energy)}, ${quality} by ${sensor}${part}`;
}

function gapText({ from, seconds, reason }: Run['gaps'][number]): string {
  return `${timeText(from)}, ${hoursText(seconds / 3600)}: ${reason}`;
}

function list(title: string, items: readonly string[]): readonly HTMLElement[] {
  if (items.length === 0) return [];
  return [el('h4', {}, title), el('ul', {}, ...items.map((item) => el('li', {}, item)))];
}

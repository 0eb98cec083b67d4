/** The power of this moment: the machine, its devices, today, and the run that goes on. */
import type { Amount, Current, Live, Running, Trail } from '../messages';
import {
  ageText,
  amountText,
  boundText,
  deviceText,
  emissionsText,
  emittedText,
  energyText,
  estimateText,
  hoursText,
  powerParts,
  qualityText,
  rateText,
  timeText,
} from '../words';
import { button, el, figure, note, setText, table } from './dom';
import { LiveChart, trailTable } from './live-chart';
import type { Page } from './page';
import { section } from './section';

const STATES: Record<Live['state'], string> = {
  off: 'Live power is switched off.',
  starting: 'The sensors are being looked for…',
  running: '',
  paused: 'Paused: this window is not in use.',
  stopped: 'The meter has stopped.',
};

export class NowSection {
  readonly #section = section('now', 'Power now');
  readonly root = this.#section.root;
  readonly #state = el('p', { class: 'note' });
  readonly #watts = el('p', { class: 'watts' });
  readonly #range = el('p', { class: 'figures' });
  readonly #origin = el('p', { class: 'origin' });
  readonly #rate = el('p', {});
  readonly #over = el('p', { class: 'trouble', role: 'status' });
  readonly #today = el('div', { class: 'tile' });
  readonly #runs = el('div', { class: 'tile' });
  readonly #devices = el('div', {});
  readonly #chart = new LiveChart();
  readonly #history = el('div', {});
  #isBuilt = false;
  #trail: Trail | undefined;

  constructor(private readonly page: Page) {
    page.onTables(() => this.#showTrail());
  }

  live(live: Live): void {
    this.#build();
    setText(this.#state, STATES[live.state]);
    if (live.state === 'off')
      this.#state.append(
        ' ',
        button('Switch it on', {}, () => this.page.run('togglePower')),
      );
    const { total, grid } = live;
    const { main, range } = total === null ? { main: 'unknown', range: '' } : powerParts(total);
    setText(this.#watts, boundText(main, live));
    setText(this.#range, range);
    const where = live.place === 'remote' ? `${live.host}: ` : '';
    setText(this.#origin, total === null ? '' : `${where}${qualityText(live.quality)}. ${live.provenance}`);
    setText(this.#rate, total === null ? '' : grid ? rateText(total, grid) : 'Emissions unknown: no grid is known.');
    this.#rate.title = live.gridSource;
    setText(this.#over, live.exceeded.map((sentence) => `Above your budget: ${sentence}.`).join(' '));
    this.#today.replaceChildren(...todayTile(live.today));
    this.#devices.replaceChildren(deviceTable(live));
  }

  trail(trail: Trail): void {
    this.#build();
    this.#trail = trail;
    this.#showTrail();
  }

  running({ runs }: Running): void {
    this.#build();
    const tiles = runs.slice(0, 3).flatMap(currentTile);
    this.#runs.replaceChildren(
      el('h3', {}, 'Current run'),
      ...(tiles.length > 0 ? tiles : [note('Nothing is measured as a run now.')]),
    );
  }

  fail(message: string): void {
    this.#section.fail(message);
  }

  #build(): void {
    if (this.#isBuilt) return;
    this.#isBuilt = true;
    const head = el(
      'div',
      { class: 'tile' },
      el('h3', {}, 'This machine'),
      this.#watts,
      this.#range,
      this.#rate,
      this.#origin,
    );
    this.#section.show(
      this.#state,
      this.#over,
      el('div', { class: 'tiles' }, head, this.#today, this.#runs),
      this.#history,
      this.#devices,
    );
  }

  #showTrail(): void {
    const trail = this.#trail;
    if (!trail) return;
    if (trail.rows.length === 0) return this.#history.replaceChildren(note('No reading yet.'));
    if (this.page.showsTables) return this.#history.replaceChildren(trailTable(trail));
    if (!this.#chart.root.isConnected) this.#history.replaceChildren(this.#chart.root);
    this.#chart.show(trail);
  }
}

function todayTile(today: Amount | null): readonly Node[] {
  const head = el('h3', {}, 'Today');
  if (today === null) return [head, note('Nothing was measured today yet.')];
  return [
    head,
    el('p', { class: 'big' }, boundText(energyText(today.energy), today)),
    el('p', { class: 'origin' }, qualityText(today.quality)),
    el('p', {}, emittedText(today)),
    el(
      'p',
      { class: 'origin' },
      `over ${hoursText(today.coveredHours)} that were read by this window or measured as runs`,
    ),
  ];
}

function currentTile(run: Current): readonly Node[] {
  const amount = run.energy && {
    ...run,
    energy: run.energy,
    emissions: run.emissions,
    grids: [],
    coveredHours: run.hours,
  };
  const gaps = run.gapSeconds === 0 ? '' : `, ${hoursText(run.gapSeconds / 3600)} not covered`;
  return [
    el('p', { class: 'big' }, amount ? amountText(amount) : 'not measured yet'),
    el(
      'p',
      {},
      `${run.script ?? 'a command'} (${run.startedBy}), since ${timeText(run.since)}, ${hoursText(run.hours)}${gaps}`,
    ),
    el('p', {}, run.emissions ? emissionsText(run.emissions) : 'Emissions unknown'),
    el('p', { class: 'origin' }, run.estimate ? `estimated ${estimateText(run.estimate)}` : 'no estimate'),
  ];
}

function deviceTable({ devices, overhead }: Live): HTMLElement {
  if (devices.length === 0) return note('No sensor has answered yet.');
  const rows = devices.map((device) => [
    figure(device.label, device.isCounted ? '' : 'part of the whole, not added'),
    deviceText(device),
    device.sensor,
    device.watts === null && device.state !== 'asleep' ? 'unknown' : device.quality,
    ageText(device.ageMs),
  ]);
  const cost = overhead === null ? '' : `Reading the sensors takes ${(overhead * 100).toPrecision(2)}% of one core.`;
  return el(
    'div',
    {},
    table(
      'Devices and their sensors',
      [
        { title: 'Device', kind: 'text' },
        { title: 'Draws', kind: 'figure' },
        { title: 'Sensor', kind: 'text' },
        { title: 'Origin', kind: 'text' },
        { title: 'Age', kind: 'figure' },
      ],
      rows,
    ),
    note(cost),
  );
}

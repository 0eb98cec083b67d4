/** The sensors of the machine: which are in use, why the others are not, and what would help. */
import type { Sensor } from '../messages';
import { el, note, table } from './dom';
import { section } from './section';

/** What serves comes first, then what could with some help. */
function rank({ status, help }: Sensor): number {
  const at = ['in use', 'stand-in', 'failing', 'spare'].indexOf(status);
  if (at >= 0) return at;
  return help === null ? 5 : 4;
}

export class SensorsSection {
  readonly #section = section('sensors', 'Sensors');
  readonly root = this.#section.root;
  #shown = '';

  show(sensors: readonly Sensor[], state: string): void {
    // They seldom change, and a person may be selecting a line of advice.
    const key = JSON.stringify([sensors, state]);
    if (key === this.#shown) return;
    this.#shown = key;
    if (sensors.length === 0) {
      this.#section.show(
        note(
          state === 'off'
            ? 'Live power is switched off, so no sensor was looked for.'
            : 'The sensors are being looked for…',
        ),
      );
      return;
    }
    const rows = [...sensors]
      .sort((a, b) => rank(a) - rank(b))
      .map(({ name, scope, quality, status, why, help }) => [
        name,
        scope,
        quality,
        status,
        el('span', { class: 'stack' }, why ?? '', help === null ? null : el('span', { class: 'help' }, help)),
      ]);
    this.#section.show(
      table(
        'Sensors',
        [
          { title: 'Sensor', kind: 'text' },
          { title: 'Covers', kind: 'text' },
          { title: 'Origin', kind: 'text' },
          { title: 'State', kind: 'text' },
          { title: 'Why, and what would help', kind: 'text' },
        ],
        rows,
      ),
      note('Nothing here was changed or run for you: advice is yours to follow or not.'),
    );
  }
}

/** Energy by local day: nothing twice, nothing lost at midnight, and days of 23 and 25 hours. */
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { recordOf, type RunRecord } from '../../../src/vscode/dashboard/records';
import { stretchesOf } from '../../../src/vscode/dashboard/stretches';
import { todayOf } from '../../../src/vscode/dashboard/sums';
import { dayName, dayOf, energyByDay, type Stretch } from '../../../src/vscode/dashboard/timeline';
import type { HistoryLine } from '../../../src/core/estimate/calibration/import/history-line';
import { runLine } from '../../support/history';

const HOUR = 3_600_000;
const exact = (kwh: number): { unit: 'kWh'; low: number; typical: number; high: number } => ({
  unit: 'kWh',
  low: kwh,
  typical: kwh,
  high: kwh,
});

function run(rest: Partial<HistoryLine>): RunRecord {
  const record = recordOf(JSON.stringify(runLine(rest)), 1);
  assert.ok(typeof record !== 'string', JSON.stringify(record));
  return record;
}

/** A stretch of this window's readings. */
function live(from: string, to: string, kwh: number): Stretch {
  return {
    from: Date.parse(from),
    to: Date.parse(to),
    energy: exact(kwh),
    isLowerBound: false,
    grid: { value: 50, zone: 'France', year: 2024 },
    of: 'live',
  };
}

function inZone(zone: string, test: () => void): void {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    test();
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

const kwhOf = (records: readonly RunRecord[], stretches: readonly Stretch[], now: string): number =>
  Number((todayOf(records, stretches, Date.parse(now))?.energy.typical ?? 0).toFixed(9));

describe('the energy of today', () => {
  it('is unknown where nothing was measured, and not 0', () => {
    assert.equal(todayOf([run({ energy: null, hours: 0.001 })], [], Date.parse('2026-11-20T13:00:00Z')), null);
  });

  it('counts a run once that this window has read as well', () => {
    inZone('UTC', () => {
      const records = [run({ at: '2026-11-20T12:00:00Z', hours: 2, energy: exact(0.6) })];
      const read = [live('2026-11-20T11:00:00Z', '2026-11-20T12:30:00Z', 0.45)];
      // An hour of the run before the window was open, and what the window read.
      assert.equal(kwhOf(records, read, '2026-11-20T13:00:00Z'), 0.75);
    });
  });

  it('counts two runs at the same time once, the one that saw more', () => {
    inZone('UTC', () => {
      const records = [
        run({ at: '2026-11-20T12:00:00Z', hours: 2, energy: exact(0.6) }),
        run({ at: '2026-11-20T11:30:00Z', hours: 1, energy: exact(0.4) }),
      ];
      assert.equal(kwhOf(records, [], '2026-11-20T13:00:00Z'), 0.7);
    });
  });

  it('takes of a run over midnight what lies in the day', () => {
    inZone('UTC', () => {
      const records = [run({ at: '2026-11-20T01:00:00Z', hours: 4, energy: exact(0.8) })];
      assert.equal(kwhOf(records, [], '2026-11-20T09:00:00Z'), 0.2);
      assert.equal(kwhOf(records, [], '2026-11-19T23:59:00Z'), 0.6);
    });
  });

  it('begins at the midnight of the place, not of Greenwich', () => {
    const records = [run({ at: '2026-11-20T01:00:00Z', hours: 4, energy: exact(0.8) })];
    inZone('Asia/Tokyo', () => assert.equal(kwhOf(records, [], '2026-11-20T02:00:00Z'), 0.8));
    inZone('America/Los_Angeles', () => assert.equal(kwhOf(records, [], '2026-11-20T02:00:00Z'), 0.8));
    inZone('Asia/Kathmandu', () => assert.equal(kwhOf(records, [], '2026-11-19T18:30:00Z'), 0.8));
  });

  it('leaves the gaps of a run to whoever did measure then', () => {
    inZone('UTC', () => {
      const gaps = [{ from: '2026-11-20T10:30:00Z', seconds: 3600, reason: 'asleep' }];
      const records = [
        run({ at: '2026-11-20T12:00:00Z', hours: 2, energy: exact(0.3), gaps }),
        run({ at: '2026-11-20T11:30:00Z', hours: 1, energy: exact(0.1) }),
      ];
      assert.equal(kwhOf(records, [], '2026-11-20T13:00:00Z'), 0.4);
    });
  });

  it('names every grid with its year, and a part without one', () => {
    inZone('UTC', () => {
      const records = [
        run({ at: '2026-11-20T08:00:00Z', hours: 1 }),
        run({ at: '2026-11-20T10:00:00Z', hours: 1, intensity: null }),
      ];
      const today = todayOf(records, [], Date.parse('2026-11-20T13:00:00Z'));
      assert.ok(today);
      assert.deepEqual(today.grids, ['France, 2024', 'a part without a known grid left out']);
      assert.ok(Math.abs((today.emissions?.typical ?? 0) - 0.6 * 44.2) < 1e-9);
    });
  });

  it('is partly modelled when only one run was measured', () => {
    inZone('UTC', () => {
      const records = [
        run({ at: '2026-11-20T08:00:00Z', hours: 1 }),
        run({ at: '2026-11-20T10:00:00Z', hours: 1, energy: { unit: 'kWh', low: 0.1, typical: 0.2, high: 0.3 } }),
      ];
      assert.equal(todayOf(records, [], Date.parse('2026-11-20T13:00:00Z'))?.quality, 'mixed');
    });
  });
});

describe('local days', () => {
  it('have 23 and 25 hours when the clocks change', () => {
    inZone('Europe/Paris', () => {
      const lengths = ['2026-03-29T12:00:00Z', '2026-10-25T12:00:00Z'].map((noon) => {
        const { start, end } = dayOf(Date.parse(noon));
        return (end - start) / HOUR;
      });
      assert.deepEqual(lengths, [23, 25]);
    });
  });

  it('are named as the place names them', () => {
    inZone('Asia/Tokyo', () => assert.equal(dayName(Date.parse('2026-11-19T20:00:00Z')), '2026-11-20'));
  });

  it('add up to what evenly used energy lies in the window, without overlap', () => {
    const start = Date.parse('2026-10-20T00:00:00Z');
    const stretch = fc
      .tuple(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom('live' as const, 'run' as const),
      )
      .map(([from, length, of]): Stretch => {
        const [begin, end] = [start + from * HOUR, start + (from + length) * HOUR];
        // One kilowatt throughout, so that the energy is the number of hours that anything covers.
        return { from: begin, to: end, energy: exact(length), isLowerBound: false, grid: null, of };
      });
    inZone('Europe/Paris', () => {
      fc.assert(
        fc.property(fc.array(stretch, { maxLength: 12 }), (stretches) => {
          const days = [...energyByDay(stretches, { from: start, to: start + 1000 * HOUR }).values()];
          const hours = new Set(
            stretches.flatMap(({ from, to }) =>
              Array.from({ length: (to - from) / HOUR }, (_, index) => from + index * HOUR),
            ),
          );
          const energy = days.reduce((sum, day) => sum + day.energy.typical, 0);
          const covered = days.reduce((sum, day) => sum + day.coveredHours, 0);
          assert.ok(Math.abs(energy - hours.size) < 1e-6 && Math.abs(covered - hours.size) < 1e-6);
        }),
        { numRuns: 200, seed: 7 },
      );
    });
  });

  it('hold the whole energy of a run, whatever its gaps', () => {
    const gap = fc.record({ from: fc.integer({ min: -60, max: 200 }), seconds: fc.integer({ min: 0, max: 9000 }) });
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 8 }), (gaps) => {
        const begin = Date.parse('2026-11-20T10:00:00Z');
        const lineGaps = gaps.map(({ from, seconds }) => ({
          from: new Date(begin + from * 60_000).toISOString(),
          seconds,
          reason: 'silence',
        }));
        const parts = stretchesOf(run({ at: '2026-11-20T12:00:00Z', hours: 2, gaps: lineGaps }));
        const energy = parts.reduce((sum, part) => sum + part.energy.typical, 0);
        assert.ok(Math.abs(energy - 0.6) < 1e-9);
        for (const { from, to } of parts) assert.ok(from < to && from >= begin && to <= begin + 2 * HOUR);
      }),
      { numRuns: 200, seed: 8 },
    );
  });
});

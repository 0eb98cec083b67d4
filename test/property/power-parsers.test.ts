/** Sensor parsers take any text: they never throw, and never make a number that is negative, infinite or 0 of it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseProcStat } from '../../src/host/node-machine';
import { microwatts } from '../../src/power/hwmon-tree';
import { parseHeader as parseAmdHeader, parseJson, parseRow } from '../../src/power/sources/amd-smi/parse';
import { boardPower } from '../../src/power/sources/amdgpu/parse';
import { dischargePower, isUnplugged } from '../../src/power/sources/battery/parse';
import { parseBattery } from '../../src/power/sources/battery-macos/parse';
import { parseLine as parsePacks } from '../../src/power/sources/battery-windows/parse';
import { countedChannels } from '../../src/power/sources/hwmon/parse';
import { railPower } from '../../src/power/sources/jetson/parse';
import { curveOf, powerAt } from '../../src/power/sources/load-model/parse';
import { parseLine as parseMacmon } from '../../src/power/sources/macmon/parse';
import { fieldsToQuery, parseLine } from '../../src/power/sources/nvidia/parse';
import { parseLine as parsePerf, powerOf } from '../../src/power/sources/perf/parse';
import { measuresOf, namesFor, plausible } from '../../src/power/sources/prometheus/metrics';
import { parseText } from '../../src/power/sources/prometheus/parse';
import { parseCards } from '../../src/power/sources/rocm-smi/parse';
import { parseMicrojoules, powerBetween } from '../../src/power/counter';
import { countedZones } from '../../src/power/sources/rapl/parse';
import { parseFromLeader, parseWant, tickMessage } from '../../src/power/shared/protocol';
import { parseHeader, parseLine as parseTypeperf } from '../../src/power/sources/windows-energy-meter/parse';
import { millis, type Watts } from '../../src/core/units/quantity';
import type { DeviceSample, PowerSource } from '../../src/power/types';

const SEED = 20261123;
const options = { seed: SEED, numRuns: 2000 };

/** Arbitrary text, and text that is nearly a reading. */
const scrap = fc.constantFrom(
  '0',
  '-1',
  '1e999',
  'NaN',
  '[N/A]',
  '12.5',
  '4294967295',
  '99999999999999999999',
  ' ',
  '\n',
  ',',
  'GPU-1',
  '0x10',
);
const text = fc.oneof(
  fc.string(),
  fc.array(scrap).map((parts) => parts.join('')),
  fc.array(scrap).map((parts) => parts.join(', ')),
);
const maybe = fc.option(text, { nil: undefined });

function isPower(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && value > 0);
}

describe(`sensor parsers on arbitrary text (seed ${SEED})`, () => {
  it('nvidia-smi lines', () => {
    const fields = fieldsToQuery('');
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (line, cells) => {
        for (const candidate of [line, ['GPU-1', 'NVIDIA T4', ...cells].join(', ')]) {
          assert.ok(isPower(parseLine(candidate, fields)?.watts ?? null));
        }
      }),
      options,
    );
  });

  it('nvidia-smi help, which always leaves a query that identifies a board', () => {
    fc.assert(
      fc.property(text, (help) => assert.deepEqual(fieldsToQuery(help).slice(0, 3), ['uuid', 'name', 'power.draw'])),
      options,
    );
  });

  it('power supplies', () => {
    const supply = fc.record({
      type: fc.oneof(maybe, fc.constant('Battery')),
      scope: maybe,
      status: fc.oneof(maybe, fc.constant('Discharging')),
      online: maybe,
      powerNow: maybe,
      currentNow: maybe,
      voltageNow: maybe,
    });
    fc.assert(
      fc.property(supply, (texts) => {
        assert.ok(isPower(dischargePower(texts)));
        assert.equal(typeof isUnplugged([texts]), 'boolean');
      }),
      options,
    );
  });

  it('energy counters', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: -1000, max: 100_000 }), maybe, (before, after, span, range) => {
        const counters = [parseMicrojoules(before) ?? 0, parseMicrojoules(after) ?? 1] as const;
        const power = powerBetween(
          { microjoules: counters[0], at: millis(0) },
          { microjoules: counters[1], at: millis(span) },
          { range: parseMicrojoules(range), mostWatts: 1000 },
        );
        assert.ok(power === 'too soon' || isPower(power));
      }),
      options,
    );
  });

  it('zone names, of which none is counted twice', () => {
    const names = fc.constantFrom('package-0', 'package-0-die-0', 'package-1', 'dram', 'core', 'psys', 'mmio');
    const zone = fc.tuple(fc.oneof(text, fc.constantFrom('intel-rapl:0', 'intel-rapl:1', 'intel-rapl:0:0')), names);
    fc.assert(
      fc.property(fc.uniqueArray(zone, { selector: ([entry]) => entry }), (zones) => {
        const counted = countedZones(zones.map(([entry, name]) => ({ entry, name })));
        assert.equal(new Set(counted.map(({ entry }) => entry)).size, counted.length);
      }),
      options,
    );
  });

  it('hardware monitors', () => {
    fc.assert(
      fc.property(maybe, maybe, (a, b) => {
        assert.ok(isPower(boardPower({ average: a, input: b })));
        assert.ok(isPower(railPower(a, b)));
      }),
      options,
    );
  });

  it('macmon lines, where idle parts may draw 0 W', () => {
    const object = fc.dictionary(
      fc.constantFrom('cpu_power', 'gpu_power', 'sys_power', 'x'),
      fc.oneof(fc.jsonValue(), fc.double()),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.json(),
          object.map((value) => JSON.stringify(value)),
        ),
        (line) => {
          for (const { watts } of parseMacmon(line) ?? []) assert.ok(watts === null || (watts >= 0 && watts <= 2000));
        },
      ),
      options,
    );
  });

  it('typeperf lines', () => {
    const cells = fc.array(
      text.map((cell) => cell.replaceAll('"', '')),
      { minLength: 2, maxLength: 5 },
    );
    const quoted = cells.map((parts) => `"${parts.join('","')}"`);
    fc.assert(
      fc.property(fc.oneof(text, quoted), fc.oneof(text, quoted), (header, line) => {
        const channels = parseHeader(header) ?? [{ column: 1, scope: 'cpu', device: 'RAPL_Package0_PKG' }];
        for (const power of parseTypeperf(line, channels) ?? []) assert.ok(isPower(power));
      }),
      options,
    );
  });

  it('perf lines', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), (line, value, run) => {
        for (const candidate of [line, `1.5,S0,1,${value},Joules,power/energy-pkg/,${run},100.00,,`]) {
          const parsed = parsePerf(candidate);
          if (parsed) assert.ok(isPower(powerOf(parsed)));
        }
      }),
      options,
    );
  });

  it('tables and JSON of AMD tools', () => {
    const columns = parseAmdHeader('TIMESTAMP  GPU  XCP  POWER  PWR_CAP') ?? [];
    fc.assert(
      fc.property(text, text, fc.json(), (line, cell, json) => {
        for (const row of [line, `1  0  0  ${cell}  750 W`]) assert.ok(isPower(parseRow(row, columns)?.watts ?? null));
        for (const candidate of [line, json, `[{"gpu": 0, "power": {"socket_power": ${json}}}]`]) {
          assert.ok(parseJson(candidate).every(({ watts }) => isPower(watts)));
        }
        for (const candidate of [line, json, `{"card0": {"Average Graphics Package Power (W)": ${json}}}`]) {
          assert.ok(parseCards(candidate).every(({ watts }) => isPower(watts)));
        }
      }),
      options,
    );
  });

  it('texts of exporters', () => {
    const value = fc.oneof(text, fc.double().map(String));
    fc.assert(
      fc.property(text, value, text, (line, number, label) => {
        const body = `${line}\nkepler_node_cpu_joules_total{zone="package",path="${label}"} ${number}\nDCGM_FI_DEV_POWER_USAGE{UUID="${label}"} ${number}`;
        for (const component of ['cpu', 'gpu', 'system'] as const) {
          for (const measure of measuresOf(component, parseText(body, namesFor(component)))) {
            assert.ok(Number.isFinite(measure.value) && isPower(plausible(measure.scope, measure.value)));
          }
        }
      }),
      options,
    );
  });

  it('batteries of Windows and of Macs', () => {
    fc.assert(
      fc.property(text, text, (line, value) => {
        for (const candidate of [line, `batteries ${line}`, `batteries False;True;${value}`]) {
          assert.ok((parsePacks(candidate) ?? []).every(({ watts }) => isPower(watts)));
        }
        const ioreg = `"BatteryInstalled" = Yes\n"ExternalConnected" = No\n"Voltage" = ${value}\n"Amperage" = -${value}\n`;
        for (const candidate of [line, ioreg]) {
          const battery = parseBattery(candidate);
          assert.ok(battery.state !== 'feeding' || isPower(battery.watts));
        }
      }),
      options,
    );
  });

  it('power channels, of which none is counted twice', () => {
    const label = fc.oneof(
      text,
      fc.constantFrom('Grace Power Socket 0', 'CPU Power Socket 0', 'Module Power Socket 0'),
    );
    fc.assert(
      fc.property(fc.array(label), text, (labels, value) => {
        const channels = labels.map((one, index) => ({ chip: 'power_meter', label: one, path: String(index) }));
        const counted = countedChannels(channels);
        assert.equal(new Set(counted.map(({ path }) => path)).size, counted.length);
        assert.ok(isPower(microwatts(value, 2000)));
      }),
      options,
    );
  });

  it('what windows say to each other', () => {
    const kind = fc.constantFrom('state', 'tick', 'lost', 'want');
    const fields = ['source', 'samples', 'cadence', 'rungs', 'running', 'failing', 'spoken', 'devices', 'interval'];
    const message = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(text, fc.json(), kind, message, (line, json, type, rest) => {
        for (const candidate of [line, json, JSON.stringify({ ...rest, type })]) {
          const told = parseFromLeader(candidate);
          if (told?.type === 'tick') assert.ok(told.samples.every(({ age }) => age >= 0));
          const want = parseWant(candidate);
          assert.ok(!want || want.interval === null || want.interval >= 1);
        }
      }),
      options,
    );
  });

  it('what windows say to each other arrives as it was', () => {
    const source = { id: 'rapl' } as PowerSource;
    const power = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(power, fc.string({ minLength: 1 }), fc.integer({ min: 0, max: 5000 }), (value, label, age) => {
        const about = { source: 'rapl', scope: 'cpu', device: 'package-0', label, range: null } as const;
        const state = value === null ? 'unknown' : 'on';
        const sample: DeviceSample = {
          ...about,
          watts: value as Watts | null,
          state,
          quality: 'measured',
          at: millis(0),
        };
        const told = parseFromLeader(tickMessage(source, [sample], millis(1000), millis(age)));
        const { at: _, ...rest } = sample;
        assert.deepEqual(told?.type === 'tick' && told.samples, [{ ...rest, age }]);
      }),
      options,
    );
  });

  it('processor names', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 512 }), fc.double(), (model, threads, load) => {
        const power = powerAt(curveOf(model, threads), Number.isNaN(load) ? 0 : load);
        assert.ok(power.low > 0 && power.low <= power.typical && power.typical <= power.high && power.high < 10_000);
      }),
      options,
    );
  });

  it('/proc/stat', () => {
    fc.assert(
      fc.property(text, (rest) => {
        const times = parseProcStat(`cpu  ${rest}`);
        assert.ok(times === undefined || (times.busy >= 0 && times.total >= times.busy));
      }),
      options,
    );
  });
});

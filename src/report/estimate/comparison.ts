/** The tables of a run on other hardware and on other grids. */
import { compare, type Compared, type Comparison } from '../../core/estimate/compare';
import { plain } from '../../core/estimate/facts';
import type { Estimate, EstimateContext } from '../../core/estimate/types';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import type { Range } from '../../core/units/quantity';
import { quantity } from '../document';
import { heading, table, text, type Block } from './page';
import type { EstimateReport } from './report';

/** The report with each run set beside itself on other hardware and grids. */
export function compared(report: EstimateReport, context: EstimateContext): EstimateReport {
  const workloads = report.workloads.map((run) => ({ ...run, comparison: compare(run.workload, context) }));
  return { ...report, workloads };
}

export function comparisonBlocks({ hardware, whyNoHardware, grids }: Comparison): readonly Block[] {
  const title = heading(3, 'On other hardware');
  const other =
    whyNoHardware === null
      ? [
          table(
            ['Hardware', 'Time', 'Energy', 'Emissions', 'Energy against yours'],
            hardware.map(hardwareRow(hardware)),
          ),
          text(
            'Each as if it had been chosen, with the usual overhead of its site. Whether the run fits into its memory is not checked.',
          ),
        ]
      : [text(`Not compared: ${whyNoHardware}.`)];
  return [
    title,
    ...other,
    heading(3, 'On other grids'),
    table(['Grid', 'g CO2e/kWh', 'Year', 'Emissions', 'Against yours'], grids.map(gridRow(grids))),
    text('The same machines and site overhead; yearly averages.'),
  ];
}

function hardwareRow(all: readonly Compared[]) {
  return (row: Compared): readonly string[] => {
    const { time, energy, emissions } = row.estimate;
    return [
      labelOf(row),
      both(time, formatDuration),
      both(energy, formatEnergy),
      both(emissions, formatEmissions),
      ratio(row, all, (estimate) => estimate.energy.typical),
    ];
  };
}

function gridRow(all: readonly Compared[]) {
  return (row: Compared): readonly string[] => {
    const { emissions, basis } = row.estimate;
    const against = ratio(row, all, (estimate) => estimate.emissions.typical);
    return [
      labelOf(row),
      plain(basis.intensity.value),
      String(basis.intensity.year),
      both(emissions, formatEmissions),
      against,
    ];
  };
}

function labelOf({ label, kind }: Compared): string {
  return kind === 'yours' ? `${label} (yours)` : label;
}

/** "3.1 h (2.1–4.4 h)". */
function both<Q extends number>(range: Range<Q>, format: (value: Q | Range<Q>) => string): string {
  return `${format(range.typical)} (${format(range)})`;
}

function ratio(row: Compared, all: readonly Compared[], of: (estimate: Estimate) => number): string {
  const own = all.find(({ kind }) => kind === 'yours');
  return own === undefined ? '' : `x ${plain(Number((of(row.estimate) / of(own.estimate)).toPrecision(2)))}`;
}

export function comparisonDocument({ hardware, whyNoHardware, grids }: Comparison) {
  const row = ({ label, kind, estimate: { time, energy, emissions, basis } }: Compared) => ({
    name: label,
    yours: kind === 'yours',
    time: quantity('h', time),
    energy: quantity('kWh', energy),
    emissions: quantity('gCO2e', emissions),
    intensity: {
      unit: 'gCO2e/kWh',
      value: basis.intensity.value,
      year: basis.intensity.year,
      source: basis.intensity.source,
    },
  });
  return { hardware: hardware.map(row), whyNoHardware, grids: grids.map(row) };
}

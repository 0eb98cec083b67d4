/** The page "Explain this estimate": the calculation, what it rests on, what would narrow it, and what it leaves out. */
import { EQUIVALENCES } from '../../data/equivalences';
import { plain } from '../../core/estimate/facts';
import { narrowings, type Narrowing, type Remedy } from '../../core/estimate/narrow';
import { observedText } from '../../core/estimate/observed';
import type { Estimate, Input } from '../../core/estimate/types';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import { locationOf } from '../wording';
import { comparisonBlocks } from './comparison';
import { heading, list, table, text, type Block } from './page';
import type { EstimateReport, ReportWorkload } from './report';
import { CONFIDENCE, durationFigure, nameOf, rangesOf, sumsOf } from './wording';

/** Where the reader sets things: in the editor or on the command line. */
export type Surface = 'editor' | 'command line';

export function explanationOf({ path, workloads, total }: EstimateReport, surface: Surface): readonly Block[] {
  const title = heading(1, `The estimate of ${path}, explained`);
  if (workloads.length === 0) {
    return [title, text('No training run, search or bulk inference was recognised in this file.')];
  }
  const how =
    'Every range holds four times out of five: its ends are the 10th and the 90th percentile, "typical" is the median. Medians multiply; the widths add in squares on a logarithmic scale.';
  const sum = workloads.length > 1 && total !== null ? [text(`All runs together: ${rangesOf(total)}.`)] : [];
  return [title, text(how), ...sum, ...workloads.flatMap((run) => section(run, path, surface))];
}

function section(run: ReportWorkload, path: string, surface: Surface): readonly Block[] {
  const title = heading(2, `${nameOf(run.workload)}, ${locationOf(path, run)}`);
  const { estimate } = run;
  const printed = observedText(run.workload, estimate);
  const beside = printed === null ? [] : [text(`Stored output: ${printed}.`)];
  if (estimate === null) return [title, text(`Not estimated: ${run.missing ?? 'unknown'}.`), ...beside];
  return [
    title,
    text(`An estimate, not a measurement. It rests on ${CONFIDENCE[estimate.confidence]}.`),
    totals(estimate),
    ...beside,
    ...calculation(estimate),
    heading(3, 'What it rests on, widest first'),
    table(['Input', 'Value', 'Share of the width', 'From'], estimate.inputs.map(inputRow)),
    ...narrower(estimate, surface),
    ...(run.comparison === undefined || run.comparison === null ? [] : comparisonBlocks(run.comparison)),
    ...embodiedBlocks(estimate),
    ...leftOut(estimate, surface),
    ...scale(estimate),
  ];
}

function totals({ time, energy, emissions }: Estimate): Block {
  return table(
    ['Per run', 'Range (80 %)', 'Typical'],
    [
      ['Time', formatDuration(time), formatDuration(time.typical)],
      ['Energy', formatEnergy(energy), formatEnergy(energy.typical)],
      ['Emissions', formatEmissions(emissions), formatEmissions(emissions.typical)],
    ],
  );
}

/** The sums, and where the time comes from factor by factor. */
function calculation(estimate: Estimate): readonly Block[] {
  const sums = sumsOf(estimate);
  const steps = estimate.basis.steps.filter(({ times }) => plain(times) !== '1');
  let sofar = 1;
  const rows = steps.map(({ name, value, times }) => {
    sofar *= times;
    return [name, value, `x ${plain(times)}`, durationFigure(sofar)];
  });
  const detail = table(['Factor of the time', 'Value', 'Multiplies by', 'So far'], rows);
  return [
    heading(3, 'The calculation, at the typical values'),
    list([`Time: ${sums.time}`, `Energy: ${sums.energy}`, `Emissions: ${sums.emissions}`]),
    ...(steps.length > 1 ? [detail] : []),
  ];
}

function inputRow({ name, value, origin, source, widens }: Input): readonly string[] {
  return [
    name,
    value,
    widens < 0.005 ? '-' : `${Math.round(widens * 100)} %`,
    source === null ? origin : `${origin}: ${source}`,
  ];
}

const REMEDIES: Record<Remedy, Record<Surface, string>> = {
  hours: {
    editor: 'say how long the run takes: command "Set the Training Time…" (`carbonHints.hours`)',
    'command line': 'say how long the run takes: --hours 2.5',
  },
  hardware: {
    editor:
      'name the hardware, with its mean draw where you know it ("8x P100 @ 1515 W"): command "Set the Training Hardware…" (`carbonHints.hardware`)',
    'command line': 'name the hardware, with its mean draw where you know it: --hardware "8x P100 @ 1515 W"',
  },
  region: {
    editor: 'say where it runs: command "Set the Region…" (`carbonHints.region`)',
    'command line': 'say where it runs: --region FRA',
  },
  pue: {
    editor: 'say what the site uses besides the machines: setting `carbonHints.pue`',
    'command line': 'say what the site uses besides the machines: --pue 1.2',
  },
};

/** Inputs that one setting replaces stand together. */
function narrower(estimate: Estimate, surface: Surface): readonly Block[] {
  const found = narrowings(estimate);
  if (found.length === 0) return [];
  const groups = new Map<Remedy, Narrowing[]>();
  for (const one of found) groups.set(one.remedy, [...(groups.get(one.remedy) ?? []), one]);
  const items = [...groups].map(([remedy, inputs]) => {
    const shares = inputs.map(({ input, share }) => `${input} ${Math.round(share * 100)} %`).join(', ');
    return `${REMEDIES[remedy][surface].replaceAll('`', '')}. Replaces: ${shares}${remedy === 'region' ? ' of the width of the emissions' : ''}.`;
  });
  return [heading(3, 'What would narrow it most'), list(items)];
}

function embodiedBlocks({ embodied }: Estimate): readonly Block[] {
  if (embodied === undefined) return [];
  const said =
    embodied.missing === null
      ? `${formatEmissions(embodied.emissions)}, typically ${embodied.calculation} = ${formatEmissions(embodied.emissions.typical)}. Devices only, without the server around them; not part of the emissions above. Source: ${embodied.source}.`
      : `Not quantified: ${embodied.missing}.`;
  return [heading(3, 'Embodied carbon, for itself'), text(said)];
}

function leftOut({ embodied, basis }: Estimate, surface: Surface): readonly Block[] {
  const { hardware, intensity } = basis;
  const option = surface === 'editor' ? 'setting carbonHints.estimate.embodied' : '--embodied';
  const items = [
    embodied === undefined
      ? `Embodied carbon: making the hardware is not included (${option} adds a line of its own).`
      : 'Embodied carbon of servers, network and buildings.',
    'Start-up, idle time, downloads, storage, network, evaluation after the run, failed runs and development runs before it.',
    `The hour of the day: ${intensity.year} averages hide that the grid may differ by a factor of two from one hour to the next.`,
    `Whether the run fits into the memory of ${hardware.name}.`,
  ];
  return [heading(3, 'What is not included'), list(items)];
}

/** Only for amounts that a person can picture: at least a hundredth of the thing. */
function scale({ energy, emissions }: Estimate): readonly Block[] {
  const items = EQUIVALENCES.map(({ of, amount, unit, source }) => {
    const count = (of === 'energy' ? energy.typical : emissions.typical) / amount;
    return { count, item: `${plain(Number(count.toPrecision(2)))} ${unit} (${source})` };
  }).filter(({ count }) => count >= 0.01);
  if (items.length === 0) return [];
  return [heading(3, 'For a sense of scale, typical values'), list(items.map(({ item }) => item))];
}

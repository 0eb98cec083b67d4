/** Everything besides the code that an estimate needs, from settings or options and the machine. */
import { yearlyDrift, worldAverage } from '../../data/intensity';
import { nearestRegions, NO_FACILITY, regionNamed, UNKNOWN_DATA_CENTRE, type Region } from '../../data/regions';
import { gramsPerKilowattHour, hours, pue } from '../units/quantity';
import { hardwareOfMachine, isHardware, parseHardware, type MachineFacts } from './hardware';
import type { EstimateContext, HardwareSpec, InputOrigin, Intensity } from './types';

export interface ContextRequest {
  /** Free text; null: what the machine has. */
  readonly hardware: string | null;
  /** Country, zone, state or cloud region; null: world average. */
  readonly region: string | null;
  readonly pue: number | null;
  readonly hours: number | null;
  /** Whether to say what making the devices emitted; absent: no. */
  readonly embodied?: boolean;
  /** Null when nothing is known of the machine (in a browser). */
  readonly machine: (MachineFacts & { readonly gpus?: readonly string[] }) | null;
}

export interface ContextResult {
  readonly context: EstimateContext;
  /** One line each for the user: what was not understood and what is used instead. */
  readonly problems: readonly string[];
}

/** Never fails: what is not understood is named in `problems` and replaced by a wide or neutral value. */
export function buildContext(request: ContextRequest): ContextResult {
  const problems: string[] = [];
  const region = regionOf(request.region, problems);
  const hardware = hardwareFor(request, problems);
  const context: EstimateContext = {
    hardware,
    intensity: intensityOf(region),
    pue: pueOf(request.pue, region, hardware, problems),
    hours: hoursOf(request.hours, problems),
    ...(request.embodied === true ? { embodied: true } : {}),
  };
  return { context, problems };
}

/** The same with other hardware, as if it had been typed; null where the text names none. */
export function withHardware(context: EstimateContext, text: string): EstimateContext | null {
  const hardware = parseHardware(text);
  if (!isHardware(hardware)) return null;
  return { ...context, hardware, pue: context.pue.origin === 'prior' ? pueOf(null, null, hardware, []) : context.pue };
}

/** The same machines and site overhead on another grid; null: the world average. */
export function withGrid(context: EstimateContext, code: string | null): EstimateContext {
  return { ...context, intensity: intensityOf(code === null ? null : (regionNamed(code) ?? null)) };
}

function hardwareFor(request: ContextRequest, problems: string[]): HardwareSpec | null {
  if (request.hardware !== null && request.hardware.trim() !== '') {
    const parsed = parseHardware(request.hardware);
    if (isHardware(parsed)) return parsed;
    problems.push(`${parsed.message}; did you mean ${listed(parsed.suggestions)}?`);
  }
  if (request.machine === null) return null;
  const found = hardwareOfMachine(request.machine, request.machine.gpus ?? []);
  problems.push(...found.problems);
  return found.hardware;
}

function regionOf(text: string | null, problems: string[]): Region | null {
  if (text === null || text.trim() === '') return null;
  const region = regionNamed(text);
  if (region !== undefined) return region;
  const near = nearestRegions(text);
  const hint = near.length > 0 ? `did you mean ${listed(near)}? ` : '';
  problems.push(`unknown region '${text.trim().slice(0, 60)}': ${hint}The world average with a wide range is used.`);
  return null;
}

/** The yearly figure, with the drift from one year to the next; without a region the world, with the spread of countries. */
function intensityOf(region: Region | null): Intensity {
  if (region === null) {
    const world = worldAverage();
    return {
      value: gramsPerKilowattHour(world.value),
      low: gramsPerKilowattHour(world.low),
      high: gramsPerKilowattHour(world.high),
      zone: 'world average (no region chosen)',
      year: world.year,
      source: world.source,
    };
  }
  const { zone } = region;
  return {
    value: gramsPerKilowattHour(zone.intensity),
    low: gramsPerKilowattHour(zone.intensity * Math.exp(-yearlyDrift)),
    high: gramsPerKilowattHour(zone.intensity * Math.exp(yearlyDrift)),
    zone: zone.name,
    year: zone.year,
    source: zone.source,
    region: { code: region.code, zone: zone.code },
  };
}

/** Parts that stand in data centres. */
const DATA_CENTRE = /^(volta|kepler|ampere-dc|hopper|blackwell-dc|cdna|gaudi|tpu|cpu-server)$/;

function pueOf(
  typed: number | null,
  region: Region | null,
  hardware: HardwareSpec | null,
  problems: string[],
): EstimateContext['pue'] {
  if (typed !== null && typed >= 1 && typed <= 10) return exact(typed, 'setting');
  if (typed !== null) problems.push(`a PUE of ${typed} makes no sense (1 to 10); it is ignored`);
  const [facts, origin] = usualPue(region, hardware);
  return {
    value: pue(facts.value),
    low: pue(facts.low),
    high: pue(facts.high),
    origin,
    source: `${facts.source} (${facts.year})`,
  };
}

function usualPue(region: Region | null, hardware: HardwareSpec | null): readonly [typeof NO_FACILITY, InputOrigin] {
  if (region?.pue !== null && region !== null) return [region.pue, 'bundled data'];
  const inDataCentre = hardware !== null && DATA_CENTRE.test(hardware.generation);
  return inDataCentre ? [UNKNOWN_DATA_CENTRE, 'prior'] : [NO_FACILITY, 'prior'];
}

function exact(value: number, origin: InputOrigin): EstimateContext['pue'] {
  return { value: pue(value), low: pue(value), high: pue(value), origin, source: 'typed' };
}

function hoursOf(typed: number | null, problems: string[]): EstimateContext['hours'] {
  if (typed === null) return null;
  if (Number.isFinite(typed) && typed > 0 && typed <= 1e7) return hours(typed);
  problems.push(`${typed} hours make no sense; they are ignored`);
  return null;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** One address that the user named: what it says now, and which devices it has ever spoken of. */
import { millis, type Millis, type Watts } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { CounterMeter } from '../../counter';
import { measured } from '../../samples';
import type { DeviceSample } from '../../types';
import { measuresOf, namesFor, plausible, PUSHED, type Component, type Measure } from './metrics';
import { parseText, type Series } from './parse';

/** An exporter that takes longer is no use at the pace of a meter. */
const LIMITS = { timeout: millis(4000), bytes: 8_000_000 } as const;
/** A push gateway goes on saying the last thing it heard; older than this, it says nothing about now. */
const PUSHED_WITHIN = 60;
/** Counters of programs do not wrap. Exporters look at their sensors every 1 to 30 s. */
const COUNTER = { range: null, mostWatts: 20_000, standstill: millis(60_000) } as const;

export type Look = { readonly measures: readonly Measure[] } | { readonly why: string };

export class Endpoint {
  private readonly counters = new Map<string, { readonly meter: CounterMeter; readonly power: Watts | null }>();
  /** Of the last look that answered. */
  private known: readonly Measure[] = [];

  constructor(
    readonly address: string,
    private readonly component: Component,
    private readonly source: string,
  ) {}

  async look(host: Host): Promise<Look> {
    const why = whyNot(this.address);
    if (why !== null) return { why };
    const fetched = await host.network.getText(this.address, LIMITS);
    if ('why' in fetched) return fetched;
    const series = parseText(fetched.text, namesFor(this.component));
    if (isStale(series, host)) return { why: 'nothing was pushed to it lately' };
    return { measures: measuresOf(this.component, series) };
  }

  /** A device that it does not speak of any more stays, as unknown. Counters need two looks before they say anything. */
  async samples(host: Host): Promise<readonly DeviceSample[]> {
    const look = await this.look(host);
    const at = host.clock.now();
    const now = 'why' in look ? [] : look.measures;
    const silent = this.known.filter(({ device }) => !now.some((one) => one.device === device));
    this.known = [...now, ...silent];
    return [
      ...now.map((measure) => this.sample(measure, this.powerOf(measure, at), at)),
      ...silent.map((measure) => this.sample(measure, this.forget(measure), at)),
    ];
  }

  private powerOf({ kind, scope, device, value }: Measure, at: Millis): Watts | null {
    if (kind === 'watts') return plausible(scope, value);
    const counter = this.counters.get(device) ?? { meter: new CounterMeter(COUNTER), power: null };
    const power = counter.meter.next(Math.round(value * 1e6), at);
    // An exporter that looks less often than it is asked still says the same: the mean of its last stretch holds.
    const held = power === 'too soon' ? counter.power : power === null ? null : plausible(scope, power);
    this.counters.set(device, { ...counter, power: held });
    return held;
  }

  private forget({ device }: Measure): null {
    this.counters.delete(device);
    return null;
  }

  private sample({ scope, device, label }: Measure, power: Watts | null, at: Millis): DeviceSample {
    const { host } = new URL(this.address);
    return measured({ source: this.source, scope, device: `${host}/${device}`, label: `${label}, ${host}` }, power, at);
  }
}

/** Null when the address may be asked. */
export function whyNot(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) return 'it is no address';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'only http and https addresses are read';
  return url.username === '' && url.password === '' ? null : 'an address with a password in it is not read';
}

function isStale(series: readonly Series[], host: Host): boolean {
  const pushed = series.filter(({ name }) => name === PUSHED).map(({ value }) => value);
  return pushed.length > 0 && host.clock.wall() / 1000 - Math.max(...pushed) > PUSHED_WITHIN;
}

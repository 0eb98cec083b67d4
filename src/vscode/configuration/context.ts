/** What an estimate needs besides the code: hardware, grid and site, from the configuration and the bundled data. */
import type { Config } from '../../core/config/types';
import type { EstimateContext } from '../../core/estimate/types';
import { gramsPerKilowattHour, hours, pue } from '../../core/units/quantity';

export async function contextFor(config: Config): Promise<EstimateContext> {
  const { worldAverage } = await import('../../data/intensity');
  const world = worldAverage();
  const g = gramsPerKilowattHour;
  return {
    hardware: null,
    intensity: { value: g(world.value), low: g(world.low), high: g(world.high), zone: 'world average (no region chosen)', year: world.year, source: world.source },
    pue: { value: pue(1.2), low: pue(1), high: pue(1.6), origin: 'prior', source: '' },
    hours: config.hours === null ? null : hours(config.hours),
  };
}

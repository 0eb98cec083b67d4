/** Embodied carbon: the part of what making the devices emitted that falls to one run, by the hours it takes. */
import { embodiedFacts } from '../../data/embodied';
import { gramsCO2e, type Hours, type Range } from '../units/quantity';
import { plain } from './facts';
import type { Embodied, HardwareSpec } from './types';

/**
 * Years in service: 6 in Luccioni et al. 2022 (BLOOM), 3 at most in Falk et al. 2025; 4 lies between. In use 85 % of the time
 * (Luccioni et al. 2022).
 */
const LIFE = { short: 3, typical: 4, long: 6 };
const IN_USE = 0.85;
const HOURS_A_YEAR = 8766;
/** The figures published for one and the same part, the A100, are 127.6, 150 and 181 kg: a factor of 1.4. */
const SPREAD = Math.log(181 / 127.6);

/** Devices only: for the server around them nothing usable is published by part. */
export function embodiedOf(time: Range<Hours>, { part, count, name }: HardwareSpec): Embodied {
  const facts = part === undefined ? undefined : embodiedFacts(part);
  if (facts === undefined) {
    return { emissions: null, missing: `no figure is published for what making ${name} emitted` };
  }
  const life = LIFE.typical * IN_USE * HOURS_A_YEAR;
  const typical = (1000 * facts.kilograms * count * time.typical) / life;
  const down = Math.hypot(SPREAD, Math.log(time.typical / time.low), Math.log(LIFE.long / LIFE.typical));
  const up = Math.hypot(SPREAD, Math.log(time.high / time.typical), Math.log(LIFE.typical / LIFE.short));
  const made = `${plain(count)} x ${plain(facts.kilograms)} kg CO2e`;
  const years = `${LIFE.typical} years x ${HOURS_A_YEAR.toLocaleString('en-US')} h x ${IN_USE} in use`;
  return {
    emissions: {
      low: gramsCO2e(typical * Math.exp(-down)),
      typical: gramsCO2e(typical),
      high: gramsCO2e(typical * Math.exp(up)),
    },
    calculation: `${made} x ${plain(time.typical)} h / (${years})`,
    source: facts.source,
    missing: null,
  };
}

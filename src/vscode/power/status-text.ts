/** The words of the power item: a text of steady width, and the same for screen readers. */
import { formatPower, formatRoundPower, formatSteadyPower } from '../../core/units/format';
import type { Reading } from '../../power/reading';

const EN_DASH = '\u2013';
const FIGURE_SPACE = '\u2007';

/** `$(zap) 312 W`; `≈` marks a total that is modelled in part, `≥` one that leaves out something that draws power. */
export function statusText({
  total,
  quality,
  isLowerBound,
}: Pick<Reading, 'total' | 'quality' | 'isLowerBound'>): string {
  if (total === null) return `$(zap) ${FIGURE_SPACE}${FIGURE_SPACE}${EN_DASH} W`;
  const mark = isLowerBound ? '≥' : quality === 'measured' ? '' : '≈';
  const text = quality === 'measured' ? formatSteadyPower(total.typical) : formatRoundPower(total.typical);
  return `$(zap) ${mark}${text}`;
}

/** "Power about 312 W, modelled". */
export function spokenText({
  total,
  quality,
  isLowerBound,
}: Pick<Reading, 'total' | 'quality' | 'isLowerBound'>): string {
  if (total === null) return 'Power unknown';
  const about = isLowerBound ? 'at least ' : quality === 'measured' ? '' : 'about ';
  const how = quality === 'mixed' ? 'partly modelled' : quality;
  return `Power ${about}${formatPower(total.typical)}, ${how}`;
}

/** The words of the power item: a text of steady width, and the same for screen readers. */
import { formatPower, formatRoundPower, formatSteadyPower } from '../../core/units/format';
import type { Reading } from '../../power/reading';

const EN_DASH = '\u2013';
const FIGURE_SPACE = '\u2007';
const LONGEST_HOST = 20;

type Total = Pick<Reading, 'total' | 'quality' | 'isLowerBound'>;

/**
 * `$(zap) 312 W`; `≈` marks a total that is modelled in part, `≥` one that leaves out something that draws power. `host` is the other
 * machine that the window is connected to, or null.
 */
export function statusText({ total, quality, isLowerBound }: Total, host: string | null): string {
  const where = host === null ? '' : ` · ${short(plain(host))}`;
  if (total === null) return `$(zap) ${FIGURE_SPACE}${FIGURE_SPACE}${EN_DASH} W${where}`;
  const mark = isLowerBound ? '≥' : quality === 'measured' ? '' : '≈';
  const text = quality === 'measured' ? formatSteadyPower(total.typical) : formatRoundPower(total.typical);
  // The mark belongs to the digits, so the padding comes before both.
  const digits = text.trimStart();
  return `$(zap) ${text.slice(0, text.length - digits.length)}${mark}${digits}${where}`;
}

/** "Power about 312 W, modelled". */
export function spokenText({ total, quality, isLowerBound }: Total, host: string | null): string {
  const where = host === null ? '' : ` of ${host}`;
  if (total === null) return `Power${where} unknown`;
  const about = isLowerBound ? 'at least ' : quality === 'measured' ? '' : 'about ';
  const how = quality === 'mixed' ? 'partly modelled' : quality;
  return `Power${where} ${about}${formatPower(total.typical)}, ${how}`;
}

/** The editor would read `$(name)` as an icon. */
function plain(host: string): string {
  return host.replaceAll('$(', '(');
}

/** `trainer-7` of `trainer-7.cluster.example.org`. */
function short(host: string): string {
  const name = /^[\d.]+$/.test(host) ? host : (host.split('.')[0] ?? host);
  return name.length > LONGEST_HOST ? `${name.slice(0, LONGEST_HOST - 1)}…` : name;
}

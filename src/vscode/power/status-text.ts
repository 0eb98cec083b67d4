/** The words of the power item: a text of steady width, and the same for screen readers. */
import { formatPower, formatSteadyPower } from '../../core/units/format';
import type { PowerView } from './reading';

/** `$(zap) 312 W`; a `≈` marks a total that is modelled in part. */
export function statusText(view: PowerView): string {
  if (view.watts === null) return '$(zap) –\u2007W';
  const mark = view.quality === 'modelled' ? '≈' : '';
  return `$(zap) ${mark}${formatSteadyPower(view.watts)}`;
}

/** "Power about 312 watts, modelled". */
export function spokenText(view: PowerView): string {
  if (view.watts === null) return 'Power unknown';
  const about = view.quality === 'modelled' ? 'about ' : '';
  return `Power ${about}${formatPower(view.watts)}, ${view.quality}`;
}

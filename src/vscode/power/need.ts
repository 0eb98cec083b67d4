/** How much this window wants of the meter: nothing, a reading now and then, or a live one. */
import type { Need } from '../../power/need';

export interface Attention {
  /** The window has the focus. */
  readonly focused: boolean;
  /** The person has used the window lately, as the editor sees it. */
  readonly active: boolean;
  /** Training runs that this window watches. */
  readonly runs: number;
}

/** Nothing is read for a window that nobody uses and where nothing trains: a meter must not burn the power that it shows. */
export function needFor({ focused, active, runs }: Attention): Need {
  if (runs > 0) return 'training';
  if (!active) return 'none';
  return focused ? 'active' : 'idle';
}

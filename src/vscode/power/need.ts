/** How much this window wants of the meter: nothing, a reading now and then, or a live one. */
import type { Need } from '../../power/need';

export interface Attention {
  /** The window has the focus. */
  readonly focused: boolean;
  /** The person has used the window lately, as the editor sees it. */
  readonly active: boolean;
}

/** Nothing is read for a window that nobody uses: a meter must not burn the power that it shows. */
export function needFor({ focused, active }: Attention): Need {
  if (!active) return 'none';
  return focused ? 'active' : 'idle';
}

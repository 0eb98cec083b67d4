/** How much is wanted of the meter: nobody looking, somebody there, somebody looking. */

export type Need = 'none' | 'idle' | 'active';

export interface Attention {
  /** The window has the focus. */
  readonly focused: boolean;
  /** The person has used the window lately, as the editor sees it. */
  readonly active: boolean;
  readonly shown: boolean;
}

/** Nothing is read for a window that nobody uses: a meter must not burn the power that it shows. */
export function needFor({ focused, active, shown }: Attention): Need {
  if (!shown || !active) return 'none';
  return focused ? 'active' : 'idle';
}

/** Grid lines and labels of a chart. */
import { svg } from './dom';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const plotWidth = ({ width, left, right }: Frame): number => width - left - right;
export const plotHeight = ({ height, top, bottom }: Frame): number => height - top - bottom;

/** Horizontal lines at the ticks; the first is 0. */
export function valueAxis(frame: Frame, ticks: readonly number[], label: (tick: number) => string): SVGGElement {
  const top = ticks.at(-1) ?? 1;
  const group = svg('g', { class: 'axis' });
  for (const tick of ticks) {
    const y = frame.top + plotHeight(frame) * (1 - tick / top);
    group.append(
      svg('line', { x1: frame.left, x2: frame.width - frame.right, y1: y, y2: y, class: tick === 0 ? 'base' : 'grid' }),
      svg('text', { x: frame.left - 6, y: y + 4, 'text-anchor': 'end' }, label(tick)),
    );
  }
  return group;
}

export function markAt(frame: Frame, x: number, text: string, anchor: 'start' | 'middle' | 'end'): SVGTextElement {
  return svg('text', { x, y: frame.height - 6, 'text-anchor': anchor, class: 'mark' }, text);
}

/** Measured against estimated in one small picture: the estimated range around its middle, and where the measured value lies. */
import type { Span } from '../messages';
import { ratioPosition } from '../scale';
import { energyText, ratioText, verdict } from '../words';
import { svg } from './dom';

const WIDTH = 124;
const HEIGHT = 18;
const PAD = 6;

const x = (ratio: number): number => PAD + (WIDTH - 2 * PAD) * ratioPosition(ratio);

/** All bars share one axis, from a tenth of the estimate to ten times it, so that they can be compared with one another. */
export function rangeBar(measured: Span, estimated: Span): SVGSVGElement {
  const of = (value: number): number => value / estimated.typical;
  const [low, high] = [x(of(estimated.low)), x(of(estimated.high))];
  const [from, to] = [x(of(measured.low)), x(of(measured.high))];
  const where = verdict(measured, estimated);
  const label = `Measured ${energyText(measured)} is ${ratioText(of(measured.typical)).replace('×', 'times')} the estimate, ${where} its range of ${energyText(estimated)}.`;
  const middle = HEIGHT / 2;
  return svg(
    'svg',
    { width: WIDTH, height: HEIGHT, role: 'img', 'aria-label': label, class: `range ${where}` },
    svg('line', { x1: PAD, x2: WIDTH - PAD, y1: middle, y2: middle, class: 'track' }),
    svg('rect', { x: low, y: middle - 4, width: Math.max(2, high - low), height: 8, class: 'estimated' }),
    svg('line', { x1: x(1), x2: x(1), y1: 2, y2: HEIGHT - 2, class: 'middle' }),
    svg('line', { x1: from, x2: Math.max(to, from + 0.1), y1: middle, y2: middle, class: 'spread' }),
    svg('path', { d: diamond(x(of(measured.typical)), middle), class: 'measured' }),
  );
}

function diamond(at: number, middle: number): string {
  return `M ${at} ${middle - 6} l 5 6 l -5 6 l -5 -6 Z`;
}

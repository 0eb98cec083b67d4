/** Severity arithmetic: softer evidence lowers a finding, nothing raises it. */
import type { Scale } from '../../model/scale/scale';
import type { Severity } from '../rule';

export type Level = Exclude<Severity, 'off'>;

const LEVELS: readonly Level[] = ['hint', 'information', 'warning'];

/** So many steps down; never below `hint`. */
export function lowered(level: Level, steps: number): Level {
  return LEVELS[Math.max(0, LEVELS.indexOf(level) - steps)] ?? 'hint';
}

/** The softer of the two. */
export function atMost(level: Level, cap: Level): Level {
  return LEVELS[Math.min(LEVELS.indexOf(level), LEVELS.indexOf(cap))] ?? 'hint';
}

const ALLOWED: Readonly<Record<Scale['size'], Level>> = { short: 'hint', unknown: 'information', long: 'warning' };

/** What the scale of a run allows: a hint about a short one, and a warning only where something says that it is long. */
export function atScale(level: Level, { size }: Scale): Level {
  return atMost(level, ALLOWED[size]);
}

/** For what is wrong at any length, and only not worth a word where the run is over in a moment. */
export function unlessShort(level: Level, { size }: Scale): Level {
  return size === 'short' ? 'hint' : level;
}

/** The note that says why, where the scale softened a finding of this level. */
export function scaleNote(level: Level, scale: Scale): string | false {
  return atScale(level, scale) !== level && scale.because;
}

/** The note that says why, where a short run softened what is wrong at any length. */
export function shortNote(level: Level, scale: Scale): string | false {
  return unlessShort(level, scale) !== level && scale.because;
}

/** For rules about faster arithmetic, which is lost on a network that takes longer to launch than to compute. */
export function arithmeticScale(scale: Scale): Scale {
  return scale.light
    ? { ...scale, size: 'short', because: 'the network is too small to keep an accelerator busy' }
    : scale;
}

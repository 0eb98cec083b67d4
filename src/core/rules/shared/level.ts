/** Severity arithmetic: softer evidence lowers a finding, nothing raises it. */
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

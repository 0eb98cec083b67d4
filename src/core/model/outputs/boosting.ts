/** The rounds that XGBoost, LightGBM and CatBoost print. */
import { counted, linesOf, spokenSeconds, type Counted, type Reader } from './observation';

/** `[99]	validation_0-logloss:0.11	validation_1-logloss:0.15`, counted from 0. */
const XGBOOST = /^\[(\d+)\]\s+[\w@.]+-[\w@.-]+:-?[\d.e+-]+/;
/** `[100]	valid_0's binary_logloss: 0.0677`, counted from 1. */
const LIGHTGBM = /^\[(\d+)\]\s+\w+'s [\w@]+: -?[\d.e+-]+/;
/** `999:	learn: 0.16	test: 0.16	best: 0.16 (11)	total: 1m 6s	remaining: 0us`, counted from 0. */
const CATBOOST = /^(\d+):\s+(?:learn|test): .*\btotal: (.+?)\s+remaining: 0us\s*$/;

export const readBoosting: Reader = (outputs) => {
  const lines = linesOf(outputs);
  return [...rounds(lines, XGBOOST, 'xgboost', 1), ...rounds(lines, LIGHTGBM, 'lightgbm', 0), ...catboost(lines)];
};

/** The last round of each run: the numbers start again with the next one. */
function rounds(lines: readonly string[], pattern: RegExp, by: 'xgboost' | 'lightgbm', first: 0 | 1): Counted[] {
  const last: Counted[] = [];
  let before = Infinity;
  for (const line of lines) {
    const match = pattern.exec(line);
    if (!match) continue;
    const found = counted('rounds', Number(match[1]) + first, by, line);
    // The best round is printed again at the end.
    if (found.value <= before && isRepeated(lines, line)) continue;
    if (found.value > before) last[last.length - 1] = found;
    else last.push(found);
    before = found.value;
  }
  return last;
}

function isRepeated(lines: readonly string[], line: string): boolean {
  return lines.indexOf(line) !== lines.lastIndexOf(line);
}

function catboost(lines: readonly string[]): Counted[] {
  return lines.flatMap((line) => {
    const match = CATBOOST.exec(line);
    const seconds = spokenSeconds(match?.[2] ?? '');
    if (!match || seconds === undefined) return [];
    return [counted('rounds', Number(match[1]) + 1, 'catboost', line), counted('seconds', seconds, 'catboost', line)];
  });
}

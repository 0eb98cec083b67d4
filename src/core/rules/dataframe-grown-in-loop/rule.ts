/** Finds tables and arrays that are copied in every turn of a loop to put something at their end. */
import { grown, type Grown } from '../../model/frames/grown';
import { isLight } from '../../model/frames/light-work';
import type { ElementLoop } from '../../model/inference/element-loops';
import { isOverData } from '../../model/inference/loop-kind';
import type { Model } from '../../model/model';
import { iterations } from '../../model/search/iterations';
import { calleeName } from '../../model/traverse';
import { descend } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Rule, RuleContext, Saving } from '../rule';
import { grownFix } from '../shared/grown-fix';
import { inBlock } from '../shared/in-block';
import type { Level } from '../shared/level';
import { MODULE_HEADER } from '../shared/module-header';
import { notes } from '../shared/notes';
import { isInTimedCell } from '../shared/timed-between';

const SAVING: Saving = {
  scope: 'prep',
  low: 0.29,
  typical: 0.71,
  high: 0.996,
  grade: 'C',
  source:
    'CPU-seconds (docs/benchmarks.md): one concat of rows 29 to 38 %, of tables 71 %, a list of rows 99 %, one concatenate 98 and 99.6 %',
};

/** An import or an assignment that gives a function that joins another name. */
const RENAMED =
  /\b(?:concat|append|concatenate|[vh]stack|cat)\s+as\b|=[^\n()]*\.(?:concat|append|concatenate|[vh]stack|cat)\b(?!\s*\()|=\s*(?:concat|append|concatenate|[vh]stack|cat)\s*$/m;

const NAME = '[\\w.\\x80-\\uffff]';
const PLACE = `${NAME}+(?:\\[\\d+\\])?`;
/** A line that puts something at the end of what it is assigned to. */
const GROWS = new RegExp(
  `(?:^|[;:])\\s*(${PLACE})\\s*(?::[^=]{0,80})?=` +
    `(?:[\\s()\\w.\\x80-\\uffff]*\\b(?:concat|append|concatenate|[vh]stack|cat)\\s*\\((?=.*(?<!${NAME})\\1(?!${NAME}))` +
    `|[\\s(]*\\1[\\s)]*\\.\\s*append\\s*\\()` +
    `|\\.loc\\s*\\[[\\s(]*len\\s*\\(`,
);

export const rule: Rule = {
  meta: {
    id: 'dataframe-grown-in-loop',
    summary: 'A table or an array is copied in every turn of a loop to put something at its end.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['pandas', 'torch'],
    triggers: ['concat', 'append', 'loc', 'concatenate', 'vstack', 'hstack', 'cat'],
    requires: [
      ['pandas', 'numpy', 'torch'],
      [inBlock('\\.loc\\[len\\(|(?:concat|append|concatenate|[vh]stack|cat)\\(')],
      // What grows is assigned to itself; a call over several lines may hold it further down.
      [
        /\.loc\[len\(/,
        /([\w.]+)\s*(?::[^=]{0,80})?=.{0,120}\b(?:concat|append|concatenate|[vh]stack|cat)\(.{0,400}\b\1\b/,
        /([\w.]+)\s*=\s*\1\.append\(/,
        /\]\s*=.{0,120}\b(?:concat|append|concatenate|[vh]stack|cat)\(/,
        /\b(?:concat|append|concatenate|[vh]stack|cat)\(\s*[[(]?\s*(?:#.*)?$/m,
      ],
    ],
    lines: [
      {
        what: GROWS,
        within: 'loop',
        outside: MODULE_HEADER,
        or: [RENAMED],
      },
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      turns: { default: 20, minimum: 2, description: 'Loops with more turns than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const group of byLoop(model).values()) {
      const found = findingOf(model, group, context);
      if (found) yield found;
    }
  },
};

type Group = readonly [Grown, ...Grown[]];

/** What one loop grows is one finding. */
function byLoop(model: Model): ReadonlyMap<Grown['loop'], Group> {
  const found = new Map<Grown['loop'], [Grown, ...Grown[]]>();
  for (const one of grown(model)) {
    const group = found.get(one.loop);
    if (group) group.push(one);
    else found.set(one.loop, [one]);
  }
  for (const group of found.values()) group.sort((a, b) => a.statement.start - b.statement.start);
  return found;
}

function findingOf(model: Model, group: Group, { options }: RuleContext): Finding | undefined {
  const [one, ...others] = group;
  const { loop, statement } = one;
  const turns = turnsOf(model, one);
  if ((turns !== null && turns <= (options['turns'] ?? 20)) || isInTimedCell(model, loop)) return undefined;
  const level = levelOf(model, one, turns);
  if (!level) return undefined;
  const fix = grownFix(model, one);
  return {
    rule: rule.meta.id,
    severity: level,
    span: spanOf(statement),
    message: messageOf(one),
    notes: notes(!fix && ADVICE[one.kind], turns === null ? 'the number of turns is not known' : `${turns} turns`),
    related: others.map((other) => ({ span: spanOf(other.statement), message: `${other.name} is copied as well` })),
    facts: { turns, kind: one.kind },
    saving: SAVING,
    workload: null,
    fixes: fix ? [fix] : [],
  };
}

/** Turns of all loops together; where data are gone through in one of them, they alone say how many. */
function turnsOf(model: Model, { loops }: Grown): number | null {
  const counts = loops.map((loop) => (loop.kind === 'for' ? (iterations(model, loop.iter)?.value ?? null) : null));
  const known = counts.filter((count) => count !== null);
  const isOpen = known.length < counts.length && (known.length === 0 || overData(model, loops));
  return isOpen ? null : known.reduce((all, count) => all * count, 1);
}

const overData = (model: Model, loops: Grown['loops']): boolean =>
  loops.some((loop) => loop.kind === 'for' && isOverData(model, elementsOf(loop)));

const elementsOf = (loop: Grown['loop'] & { kind: 'for' }): ElementLoop => ({
  kind: 'for',
  node: loop,
  scope: loop,
  iterable: loop.iter,
});

function messageOf({ kind, name }: Grown): string {
  const what = name.length > 24 ? 'The table' : name;
  return kind === 'rows'
    ? `${what} is enlarged by one row in every turn`
    : `${what} is copied as a whole in every turn of the loop`;
}

const ADVICE: Readonly<Record<Grown['kind'], string>> = {
  pandas: 'collect the parts in a list and call concat once behind the loop',
  append: 'collect the rows in a list; DataFrame.append is gone since pandas 2.0',
  rows: 'collect the rows in a list of dictionaries and make the table behind the loop',
  numpy: 'collect the parts in a list and join them once behind the loop',
  torch: 'collect the parts in a list and call torch.cat once behind the loop',
};

/** So many turns with one row each took a minute and five with pandas 3.1.1: 0.9 ms each and 0.4 us for each row before. */
const MINUTE_OF_TURNS = 12_000;
const MANY_TURNS = 25_000;

/** Undefined where nothing says that there are many turns, or one of them takes longer than all copies. */
function levelOf(model: Model, { kind, loop, loops, isWider }: Grown, turns: number | null): Level | undefined {
  const [innermost] = loops;
  if (!innermost || isSlow(model, innermost)) return undefined;
  if (isWider) return turns === null ? undefined : 'hint';
  const isTable = kind !== 'numpy' && kind !== 'torch';
  // A tensor that grows for a number of steps is a sequence, of which the next step needs the last part.
  if (turns !== null && kind !== 'torch')
    return turns < MINUTE_OF_TURNS ? 'hint' : isTable && turns >= MANY_TURNS ? 'warning' : 'information';
  if (!overData(model, loops)) return undefined;
  return isTable || isLight(model, loop.body) ? 'information' : 'hint';
}

const SLOW = /^(fit|backward|train|sleep|generate|cross_val_score|cross_validate|urlopen|optimize)$/;
const REMOTE = /^(requests|urllib|openai|anthropic|selenium|httpx|aiohttp)\./;

/** It trains, or waits for others. */
function isSlow(model: Model, loop: Grown['loop']): boolean {
  return [...descend(loop)].some(
    (node) =>
      node.kind === 'call' &&
      (SLOW.test(calleeName(node)) ||
        model.origins(node.func).some((one) => one.kind === 'external' && REMOTE.test(one.name))),
  );
}

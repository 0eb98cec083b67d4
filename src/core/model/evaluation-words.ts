/** What the text of a program holds wherever `findEvaluationPasses` sees eval mode or a loop over evaluation data. */

const DATA =
  '(?:(?<![A-Za-z0-9])(?:val|valid|validation|test|dev|eval)' +
  '(?:_?(?:loader|dl|dataloader|data|iter|set|dataset|gen|generator|iterator|batches))?s?(?!\\w)' +
  '|(?:val|valid|validation|test|testing|eval|dev)_?(?:loader|data_?loader|dl|iter|iterator))';

/** `model.eval()`, `model.train(False)`, on a line that is no comment and no example in a docstring. */
const EVAL_MODE = /^[ \t\f]*(?!>>>|\.\.\. |#|[ \t\f]).*?\.\s*(?:eval\s*\(|train\s*\(\s*(?:mode\s*=\s*)?False)/m;

const PLAIN = '[^()[\\]{}\\n]';
const nested = (inside: string) => `(?:${PLAIN}|[([{]${inside}[)\\]}])*`;
/** The rest of a line that closes its brackets, nested at most four deep. */
const CLOSED = `${nested(nested(nested(`${PLAIN}*`)))}$`;

/** A `for` line that names evaluation data, or one that goes on in the next line, where it may. */
const LOOP_OVER_DATA = new RegExp(
  `^[ \\t\\f]*(?:async[ \\t]+)?for\\b(?:.*${DATA}|.*[,\\\\][ \\t]*(?:#.*)?$|(?!${CLOSED}))`,
  'im',
);

/** One of each list is in every text with an evaluation pass over data or in eval mode. */
export const EVALUATION_WORDS: readonly (readonly RegExp[])[] = [
  [EVAL_MODE, new RegExp(DATA, 'i')],
  // A function that trains is called with evaluation data: `run_epoch(model, val_loader)`.
  [EVAL_MODE, LOOP_OVER_DATA, /\.\s*backward\s*\(/],
];

/** `model.eval()`, and further down a call that is given the model: `extract(loader, model)`. */
const HANDED_ON =
  /(?<![\w.])(\w+)(?:|\s*=[^=\n][^\n]*)\.\s*(?:eval\s*\(|train\s*\(\s*(?:mode\s*=\s*)?False)[^]*?[(,=]\s*\1\s*[,)]/;

/** Eval mode is set in the function of the loop that evaluates; a pass that tells itself otherwise holds one of `or`. */
export const EVAL_MODE_BEFORE_LOOP = {
  what: /\.\s*(?:eval\s*\(|train\s*\(\s*(?:mode\s*=\s*)?False)/,
  or: [LOOP_OVER_DATA, HANDED_ON, /\b(?:backward|gradient)\s*\(/],
};

/** One of these is in every text with an evaluation pass, also in one that only the name of a function tells. */
export const EVALUATION_MARKS: readonly RegExp[] = [
  EVAL_MODE,
  LOOP_OVER_DATA,
  /\bdef\s+_?(?:eval|val|test|predict|infer|sample|generate)/i,
];

/** Writes `device=` of XGBoost in the place of the arguments that it replaced. */
import { addKeyword } from '../../fixes/calls';
import { hidesComment } from '../../fixes/gaps';
import type { RemovedGpu } from '../../model/boosting/removed-gpu';
import type { Model } from '../../model/model';
import type { Dict, Expr, Node } from '../../syntax/ast';
import { spanOf, type TextEdit } from '../../text/span';
import { appendEntries } from './dictionary-items';
import { quoted } from './quotes';

/** Undefined where the arguments are not written side by side, or the number of the card is not. */
export function deviceEdits(model: Model, one: RemovedGpu): readonly TextEdit[] | undefined {
  const { method, card, number, hasDevice } = one;
  const first = method ?? card;
  if (hasDevice || !first || (method && method.kind !== 'constant') || (card && (number === null || !isWritten(card))))
    return undefined;
  const device = quoted(model, number === null ? 'cuda' : number < 0 ? 'cpu' : `cuda:${number}`);
  const replaced = method ? [{ span: spanOf(method), newText: quoted(model, 'hist') }] : [];
  const moved = inPlace(model, one, device) ?? [];
  return moved.length > 0 ? [...replaced, ...moved] : undefined;
}

const isWritten = ({ kind }: Expr): boolean => kind === 'constant' || kind === 'unary';

function inPlace(model: Model, { method, card, call }: RemovedGpu, device: string): readonly TextEdit[] | undefined {
  const { text } = model.program;
  const owner = (method ?? card)?.parent;
  const isBeside = !card || !method || sameOwner(method, card);
  if (!owner || !isBeside) return undefined;
  if (owner.kind === 'argument' && owner.parent === call) {
    if (!card) return addKeyword(call, text, 'device', device);
    return replacedArgument(text, card.parent, device);
  }
  if (owner.kind !== 'dict') return undefined;
  return card
    ? replacedEntry(model, owner, card, device)
    : appendEntries(owner, text, [`${quoted(model, 'device')}: ${device}`]);
}

/** Both are arguments of one call, or entries of one dictionary. */
function sameOwner(method: Expr, card: Expr): boolean {
  const [a, b] = [method.parent, card.parent];
  return a === b || (a?.kind === 'argument' && b?.kind === 'argument' && a.parent === b.parent);
}

function replacedArgument(text: string, argument: Node | null, device: string): readonly TextEdit[] | undefined {
  if (argument?.kind !== 'argument' || hidesComment(text, argument)) return undefined;
  return [{ span: spanOf(argument), newText: `device=${device}` }];
}

function replacedEntry(model: Model, owner: Dict, card: Expr, device: string): readonly TextEdit[] | undefined {
  const entry = owner.entries.find(({ value }) => value === card);
  const span = entry?.key ? { start: entry.key.start, end: entry.value.end } : undefined;
  if (!span || hidesComment(model.program.text, span)) return undefined;
  return [{ span, newText: `${quoted(model, 'device')}: ${device}` }];
}

/** What comments between the arguments of a call say of one of them. */
import type { Model } from '../../model/model';
import type { Call } from '../../syntax/ast';

/** Mostly that somebody tried it, or switched it off by hand. */
export const isDiscussed = ({ program }: Model, call: Call, word: string): boolean =>
  program.commentsIn(call).some((comment) => program.text.slice(comment.start, comment.end).includes(word));

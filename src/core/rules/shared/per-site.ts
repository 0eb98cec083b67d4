/** Keeps what a rule found at one place of the program while nothing changes that it was found from. */
import { Answers } from '../../model/answers';
import type { Model } from '../../model/model';
import { trackerOf } from '../../model/per-model';
import { isSame } from '../../model/same';
import type { Node } from '../../syntax/ast';
import { Cell, read } from '../../syntax/fact';
import type { Tracker } from '../../syntax/tracker';
import { movedFindings } from '../move-findings';
import type { Finding, RuleContext } from '../rule';

type FindAt<S> = (model: Model, site: S, context: RuleContext) => readonly Finding[];

/**
 * `find` looks at one site and must take all that it needs from its arguments: when they are the same and nothing has
 * changed that it read from the model, its findings are those of before. `nodeOf` names the node that a site is about.
 */
export function perSite<S>(nodeOf: (site: S) => Node, find: FindAt<S>): FindAt<S> {
  const known = new WeakMap<Model, Sites<S>>();
  return (model, site, context) => {
    const tracker = trackerOf(model);
    if (!tracker) return find(model, site, context);
    let sites = known.get(model);
    if (!sites) known.set(model, (sites = new Sites(model, tracker, find)));
    return sites.at(nodeOf(site), site, context);
  };
}

/** What a site's findings were made from, as a source of theirs. */
interface Input<S> {
  readonly cell: Cell;
  site: S;
  context: RuleContext;
  version: number;
}

class Sites<S> {
  readonly #answers: Answers<Node, readonly Finding[]>;
  readonly #inputs = new WeakMap<Node, Input<S>>();

  constructor(
    private readonly model: Model,
    private readonly tracker: Tracker,
    private readonly find: FindAt<S>,
  ) {
    this.#answers = new Answers<Node, readonly Finding[]>(tracker, movedFindings);
  }

  at(node: Node, site: S, context: RuleContext): readonly Finding[] {
    const { version } = this.tracker;
    const input = this.#inputs.get(node) ?? { cell: new Cell(), site, context, version: 0 };
    const isKnown = input.version > 0;
    const isNew = isKnown && !this.#isSame(input, site, context);
    // Two sites about one node in one version: one answer cannot stand for both.
    if (isNew && input.version === version) return this.find(this.model, site, context);
    if (isNew) input.cell.change(version);
    this.#inputs.set(node, Object.assign(input, { site, context, version }));
    return this.#answers.get(node, () => {
      read(input.cell);
      return this.find(this.model, input.site, input.context);
    });
  }

  #isSame(input: Input<S>, site: S, context: RuleContext): boolean {
    const same = (a: unknown, b: unknown): boolean => isSame(a, b, this.tracker, input.version);
    return same(input.site, site) && same(input.context.options, context.options);
  }
}

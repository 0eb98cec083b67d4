/** Networks that a module is given and runs as a part of itself: `def __init__(self, bert)`, `self.bert = bert`, `self.bert(x)`. */
import type { Call, ClassDef, Expr, FunctionDef, Param } from '../../syntax/ast';
import { descend, isSelf } from '../../syntax/walk';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';

/** What networks are called that others are built around; activations and losses are handed on, too, and hold nothing. */
const NETWORK =
  /^(\w+_)?(model|net|network|backbone|base|bert|encoder|decoder|generator|discriminator|extractor|transformer|lm|cnn|rnn|resnet|vit)$/i;

interface Held {
  readonly owner: FunctionDef;
  readonly params: readonly Param[];
}

/** What a call of the class gives for the networks that it holds; null for one that it does not give. */
export function heldNetworks(model: Model, definition: ClassDef, call: Call | null): readonly (Expr | null)[] {
  const { owner, params } = heldBy(model, definition) ?? { owner: null, params: [] };
  return params.map((param) => (call && owner ? (bindingIn(call, owner, param) ?? null) : null));
}

const heldBy = perModelAnd((_model: Model, definition: ClassDef): Held | undefined => {
  const methods = definition.body.filter((one): one is FunctionDef => one.kind === 'function');
  const owner = methods.find(({ name }) => name === '__init__');
  if (!owner) return undefined;
  const run = new Set(
    methods.filter((one) => one !== owner).flatMap((one) => [...descend(one)].flatMap((node) => attributeRun(node))),
  );
  const params = owner.params.filter(({ name }) => NETWORK.test(name) && run.has(attributeOf(owner, name) ?? ''));
  return { owner, params };
});

/** `self.bert(...)`. */
function attributeRun(node: { readonly kind: string }): readonly string[] {
  const { func } = node as Call;
  return node.kind === 'call' && isOwn(func) ? [func.attr] : [];
}

/** The attribute under which the parameter is kept. */
function attributeOf(owner: FunctionDef, name: string): string | undefined {
  for (const statement of owner.body) {
    if (statement.kind !== 'assign' || statement.value?.kind !== 'name' || statement.value.id !== name) continue;
    const target = statement.targets.find(isOwn);
    if (target) return target.attr;
  }
  return undefined;
}

const isOwn = (node: Expr): node is Extract<Expr, { kind: 'attribute' }> =>
  node.kind === 'attribute' && isSelf(node.value);

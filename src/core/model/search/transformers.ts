/** Which transformers cost so much to fit that a cache on disk pays. */
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { calleeName } from '../traverse';

/** `settled`: fitting it twice gives the same result. */
export interface Costly {
  readonly name: string;
  readonly settled: boolean;
}

const DETERMINISTIC =
  /^sklearn\.(decomposition\.(PCA|KernelPCA|IncrementalPCA|TruncatedSVD|NMF|FactorAnalysis)|feature_extraction\.text\.\w+Vectorizer|feature_selection\.(Select(KBest|Percentile))|impute\.KNNImputer|preprocessing\.PolynomialFeatures|manifold\.(Isomap|LocallyLinearEmbedding))$/;
const RANDOM =
  /^(sklearn\.(decomposition\.(FastICA|SparsePCA|\w*DictionaryLearning|LatentDirichletAllocation|MiniBatch\w+)|feature_selection\.(RFE|RFECV|SelectFromModel|SequentialFeatureSelector)|impute\.IterativeImputer|kernel_approximation\.Nystroem|neural_network\.BernoulliRBM|cluster\.(MiniBatch)?KMeans)|umap\.(umap_\.)?UMAP)$/;
const COMBINES =
  /^(sklearn\.(compose\.(ColumnTransformer|make_column_transformer)|pipeline\.(FeatureUnion|make_union|Pipeline|make_pipeline))|imblearn\.pipeline\.\w+)$/;
const LOADS = /^(from_pretrained|load_model|SentenceTransformer|spacy\.load|load_word2vec_format|torch\.hub\.load)$/;

const MAX_DEPTH = 4;

/** The costly transformer that an expression is or holds; undefined for cheap and for unknown ones. */
export function costlyIn(model: Model, expression: Expr, depth = 0): Costly | undefined {
  if (depth > MAX_DEPTH) return undefined;
  for (const origin of model.origins(expression)) {
    const own = origin.kind === 'instance' ? costlyClass(model, origin.of) : undefined;
    if (own) return own;
    if (origin.kind !== 'result') continue;
    const { of: name, call } = origin;
    if (DETERMINISTIC.test(name) && pays(model, name, call)) return { name: lastPart(name), settled: true };
    if (RANDOM.test(name)) return { name: lastPart(name), settled: isSeeded(call) };
    if (!COMBINES.test(name)) continue;
    for (const member of membersOf(call)) {
      const inner = costlyIn(model, member, depth + 1);
      if (inner) return inner;
    }
  }
  return undefined;
}

/** Univariate selection is cheap unless it estimates mutual information. */
function pays(model: Model, name: string, { args }: Call): boolean {
  if (!/\.Select(KBest|Percentile)$/.test(name)) return true;
  const score = args.find((one) => one.name === 'score_func')?.value ?? args[0]?.value;
  if (!score) return false;
  const text = model.program.text.slice(score.start, score.end);
  return (
    model.origins(score).some((one) => one.kind === 'external' && /\.mutual_info_/.test(one.name)) ||
    /mutual_info_/.test(text)
  );
}

function isSeeded(call: Call): boolean {
  return [...descend(call)].some((node) => node.kind === 'argument' && node.name === 'random_state');
}

/** The transformers of a union, a column transformer or an inner pipeline: what is called or named in its arguments. */
function* membersOf(call: Call): Generator<Expr> {
  for (const { value } of call.args) yield* partsOf(value);
}

function* partsOf(value: Expr): Generator<Expr> {
  if (value.kind === 'list' || value.kind === 'tuple') for (const item of value.items) yield* partsOf(item);
  else if (value.kind === 'call' || value.kind === 'name') yield value;
}

/** A transformer of this file that loads a network, or fits one of the costly ones inside. */
function costlyClass(model: Model, definition: ClassDef): Costly | undefined {
  const { name } = definition;
  for (const node of descend(definition)) {
    if (node.kind !== 'call') continue;
    if (LOADS.test(calleeName(node))) return { name, settled: true };
    for (const origin of model.origins(node.func)) {
      if (origin.kind !== 'external') continue;
      if (DETERMINISTIC.test(origin.name)) return { name, settled: true };
      if (RANDOM.test(origin.name)) return { name, settled: isSeeded(node) };
    }
  }
  return undefined;
}

/** What a rule is and what it yields: plain data that the engine, the fixes and the estimate understand. */
import type { MetadataEdit } from '../text/notebook/metadata';
import type { WantedLine } from '../text/before-loop';
import type { Wanted } from '../text/repetition';
import type { Span, TextEdit } from '../text/span';
import type { YamlNode } from '../text/yaml';
import type { DocumentFacts, Model } from '../model/model';
import type { SweepFacts, SweepRun } from '../model/search/sweep';

/** Kebab-case noun phrase that names the pattern and reads after "allow ...". */
export type RuleId = string;

export type Severity = 'warning' | 'information' | 'hint' | 'off';

export type Category =
  | 'search'
  | 'stopping'
  | 'precision'
  | 'data'
  | 'loop'
  | 'transfer'
  | 'attention'
  | 'inference'
  | 'placement'
  | 'hygiene'
  | 'classical'
  | 'jax-tensorflow';

export type Framework =
  | 'sklearn'
  | 'keras'
  | 'torch'
  | 'huggingface'
  | 'lightning'
  | 'xgboost'
  | 'lightgbm'
  | 'catboost'
  | 'optuna'
  | 'ray'
  | 'wandb'
  | 'jax'
  | 'pandas';

/** The part of a run that a saving applies to; savings on one scope multiply as remaining fractions. */
export type Scope = 'search' | 'train' | 'load' | 'eval' | 'prep' | 'infer' | 'whole';

/**
 * How much of its scope a rule's fix saves, as fractions 0..1.
 * Grades: E energy measured and published, T time measured and published by the vendor, C CPU-seconds measured,
 * D arithmetic on the user's own code, N no measured figure ("not quantified": low, typical and high are null).
 */
export type Saving =
  | {
      readonly scope: Scope;
      readonly low: number;
      readonly typical: number;
      readonly high: number;
      readonly grade: 'E' | 'T' | 'C' | 'D';
      readonly source: string;
    }
  | {
      readonly scope: Scope;
      readonly low: null;
      readonly typical: null;
      readonly high: null;
      readonly grade: 'N';
      readonly source: string;
    };

/** An import that a fix needs. `from` null is `import name`. `before` forces a place ahead of another module's import. */
export interface ImportNeed {
  readonly from: string | null;
  readonly name: string;
  readonly alias?: string;
  /** A dotted module whose first import this one must precede (scikit-learn's experimental switches). */
  readonly before?: string;
  /** A trailing comment, for example `noqa: F401`. */
  readonly comment?: string;
}

interface FixBase {
  /** Instructs, for example "Use HalvingGridSearchCV". */
  readonly title: string;
  /** Of the module text; empty for a fix that changes no code. */
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
  /** Changes of the notebook's own metadata, where a fix makes some. */
  readonly metadata?: readonly MetadataEdit[];
}
/** `safe`: same results up to float noise. `review`: may change results, and `reason` says how. */
export type Fix =
  (FixBase & { readonly safety: 'safe' }) | (FixBase & { readonly safety: 'review'; readonly reason: string });

export interface Related {
  readonly span: Span;
  readonly message: string;
}

export interface Finding {
  readonly rule: RuleId;
  /** Never `off`; the rule may lower its default for softer evidence, never raise it. */
  readonly severity: Exclude<Severity, 'off'>;
  readonly span: Span;
  /** One line, at most 80 characters, the fact first. */
  readonly message: string;
  /** Why it may be wrong or what limits it, for the hover; for example "epochs is a command-line default". */
  readonly notes: readonly string[];
  readonly related: readonly Related[];
  /** Numbers for machines, for example `{ candidates: 42, folds: 5 }`. */
  readonly facts: Readonly<Record<string, number | string | boolean | null>>;
  readonly saving: Saving | null;
  /** Position (start offset) of the training entry, search or loop whose cost this saving is a share of. */
  readonly workload: number | null;
  readonly fixes: readonly Fix[];
}

export interface OptionSpec {
  readonly default: number;
  readonly minimum: number;
  readonly description: string;
}

/** Facts about a rule that need no code to run. */
export interface RuleMeta {
  readonly id: RuleId;
  /** One sentence that names the waste. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly frameworks: readonly Framework[];
  /** Identifiers or words, one of which must be in the text for the rule to fire (sound prefilter). */
  readonly triggers: readonly string[];
  /**
   * Besides a trigger, one of each list must be in the text. Patterns are without `g` or `y`, see lines, and match code: what a text
   * in triple quotes says is no evidence. Sound as well.
   */
  readonly requires?: readonly (readonly (string | RegExp)[])[];
  /** A text with one of these has no finding, wherever it stands, comments included. */
  readonly unless?: readonly (string | RegExp)[];
  /**
   * What must stand where it can run again and again, unless one of `or` is in the text. Sound as well, and asked only when
   * whole trees are scanned.
   */
  readonly repeats?: Wanted & { readonly or?: readonly (string | RegExp)[] };
  /** What must stand in a loop or before one in its function, unless one of `or` is in the text. Sound, and asked, as `repeats` is. */
  readonly precedesLoop?: { readonly what: RegExp; readonly or?: readonly (string | RegExp)[] };
  /** A line of code for each of these, whole over its line ends, unless one of `or` is in the text. Sound, and asked, as `repeats` is. */
  readonly lines?: readonly (WantedLine & { readonly or?: readonly (string | RegExp)[] })[];
  /** The one kind of document that the rule looks at; both when left out. */
  readonly only?: 'notebook';
  readonly saving: Saving;
  readonly fixes: 'never' | 'sometimes' | 'always';
  readonly since: string;
  /** Numeric thresholds a user may set, by kebab-case name. */
  readonly options: Readonly<Record<string, OptionSpec>>;
}

export interface RuleContext {
  /** Resolved thresholds, one for each name in `meta.options`. */
  readonly options: Readonly<Record<string, number>>;
}

/** A W&B sweep in YAML, which has no program of its own. */
export interface SweepDocument {
  readonly text: string;
  readonly document: DocumentFacts;
  readonly root: YamlNode;
  readonly facts: SweepFacts;
  readonly run: SweepRun;
}

export interface Rule {
  readonly meta: RuleMeta;
  check(model: Model, context: RuleContext): Iterable<Finding>;
  /** For rules that also read sweeps in YAML; the triggers do not hold for these. */
  checkSweep?(sweep: SweepDocument, context: RuleContext): Iterable<Finding>;
}

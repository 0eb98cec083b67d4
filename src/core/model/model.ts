/** The training model: what one program trains, how and on what, as facts that any rule can ask for. */
import type { Call, ClassDef, Expr, FunctionDef, Loop, Node, Name } from '../syntax/ast';
import type { Program } from '../syntax/program';
import type { NotebookMetadata } from '../text/notebook/metadata';
import type { CellOutputs } from '../text/notebook/outputs';
import type { Span } from '../text/span';
import type { Arguments } from './arguments';
import type { CallbackFacts } from './callbacks';
import type { ConfigurationFacts, PackageVersion } from './configuration/facts';
import type { DeviceFacts } from './device';
import type { Imported, ImportedTraining } from './imports/imported';
import type { TrainingLoop, EvaluationPass, LoopRole, TrainingTrait } from './loops';
import type { PrecisionFacts } from './precision';
import type { Origin } from './origins';
import type { Member } from './value-algebra';
import type { Value } from './values';
import type { Workload } from './workload';

/** What is known about the document besides its text. */
export interface DocumentFacts {
  /** Path relative to the workspace, `/` separated; empty for an unsaved text. */
  readonly path: string;
  readonly kind: 'module' | 'notebook';
  /** Notebook metadata: "accelerator", Colab GPU type; null for modules. */
  readonly accelerator: string | null;
  /** What is read of a notebook's metadata; absent for a module. */
  readonly metadata?: NotebookMetadata;
  /** Names of test files and conftest: most rules stay silent there. */
  readonly isTest: boolean;
  /** What lies beside the code: launch scripts, accelerate YAML, lock files. Empty when nothing was read. */
  readonly surroundings: readonly ConfigurationFile[];
  /** The Python files of the workspace that the program imports, directly or at one remove. */
  readonly modules?: readonly ConfigurationFile[];
  /** Indices in `cells` of those that only measure what they run, with `%%timeit`; absent where there are none. */
  readonly timedCells?: readonly number[];
  /** The code cells of a notebook, in order; absent for a module. */
  readonly cells?: readonly Span[];
  /** What those cells printed when they last ran; absent where none of them did. */
  readonly outputs?: readonly (StoredOutputs | undefined)[];
}

/** The outputs of one cell. */
export interface StoredOutputs extends CellOutputs {
  /** Its index among all cells of the notebook. */
  readonly cell: number;
}

/** A file beside the code that may set an option; read as text, never executed. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

export interface ResolvedCall {
  readonly call: Call;
  /** The canonical name that matched. */
  readonly name: string;
  /** `may` when only one of several possible origins matches (star import, conditional alias). */
  readonly certainty: 'is' | 'may';
  /** The local subclass that is called, when it is not the class itself. */
  readonly through: ClassDef | null;
}

export interface Model {
  readonly program: Program;
  readonly document: DocumentFacts;

  /** What an expression may stand for; empty when unknown. Canonical names: see `canonical.ts`. */
  origins(expression: Expr): readonly Origin[];
  /** What an expression is worth, three-valued. */
  value(expression: Expr): Value;
  /** What an attribute of an object is worth where the object is named: of parsed options, of what a constructor keeps. */
  member(member: Member): Value;
  /** The arguments of a call against a parameter list, `**kwargs` dictionaries resolved. */
  arguments(call: Call, parameters: readonly string[]): Arguments;
  /** Calls of the given canonical functions or classes (`sklearn.model_selection.GridSearchCV`), in source order. */
  callsOf(...names: readonly string[]): readonly ResolvedCall[];
  /** Calls of a method on an instance of one of the given canonical classes: `methodCalls('fit', 'keras.Model')`. */
  methodCalls(method: string, ...classes: readonly string[]): readonly Call[];
  /** The places where the value made by `expression` (usually a constructor call) is used, through simple names. */
  usesOf(expression: Expr): readonly Name[];
  /** True when `class` derives (through local classes) from one of the canonical class names. */
  isSubclass(definition: ClassDef, ...names: readonly string[]): boolean;
  /** The local classes that derive (through local classes) from one of the canonical class names, in source order. */
  subclassesOf(...names: readonly string[]): readonly ClassDef[];
  /** Calls of a local function or method in this program. */
  callersOf(definition: FunctionDef): readonly Call[];
  /** The local function or method a call runs, when it can be told. */
  calleeOf(call: Call): FunctionDef | undefined;
  /** True for code that runs only under `if TYPE_CHECKING`, in a test, in a string, or where a constant says never. */
  isIgnored(node: Node): boolean;

  /** Callbacks that reach a `callbacks=` argument (Keras, Lightning, Hugging Face). */
  callbacks(expression: Expr | null): CallbackFacts;
  readonly trainingLoops: readonly TrainingLoop[];
  readonly evaluationPasses: readonly EvaluationPass[];
  readonly device: DeviceFacts;
  readonly precision: PrecisionFacts;
  /**
   * What a name that is imported from a file of the workspace stands for there, for a call what is called; also by the
   * name of an origin. Undefined for libraries, for what this file defines, and for files that were not read.
   */
  imported(what: Expr | string): Imported | undefined;
  /** Training whose step or epoch loop is a function of another file; not among `trainingLoops`. */
  readonly importedTraining: readonly ImportedTraining[];
  /** What sets every training of the program apart: adapters, a linear probe, preferences. */
  readonly traits: readonly TrainingTrait[];
  /** What a loop is for. */
  loopRole(loop: Loop): LoopRole;
  /** What files beside the code configure for this program. */
  readonly configuration: ConfigurationFacts;
  /**
   * The release that the project names for one of the packages (`lightning`, `pytorch-lightning`), or that the notebook printed;
   * undefined when none is.
   */
  version(...packages: readonly string[]): PackageVersion | undefined;
  /** Every training run, search and bulk inference that the source determines, in source order. */
  readonly workloads: readonly Workload[];
}

/** Which expressions are PyTorch modules, by where they come from and by what is done with them. */
import type { Attribute, Call, ClassDef, Expr, Name, Node } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import type { Model } from '../model';
import { asIs } from '../answers';
import { perModel, perModelAnd } from '../per-model';
import type { Origin } from '../origins';

const MODULE_FACTORIES =
  /^(torch\.nn\.(?!functional|utils|init|parameter|Parameter|\w*Loss\b)[A-Z]\w*|torch\.nn\.parallel\.\w+|torch\.distributed\.fsdp\.\w+|torchvision\.models\.|timm\.(create_model|models)|torch\.hub\.load$|segmentation_models_pytorch\.|monai\.networks\.|torch_geometric\.nn\.(models\.)?[A-Z]|efficientnet_pytorch\.|pretrainedmodels\.|open_clip\.|clip\.load$|ultralytics\.|diffusers\.\w*(UNet|Autoencoder)|sentence_transformers\.models|transformers\.(Auto)?\w*Model\w*(\.from_pretrained|\.from_config)?$|transformers\.\w+For\w+(\.from_pretrained|\.from_config)?$|torch\.jit\.load$|torch\.load$)/;
const MODULE_BASES =
  /^(torch\.nn\.(Module|Sequential|ModuleList)|lightning\.LightningModule|transformers\.PreTrainedModel|transformers\.\w+Model|torch_geometric\.nn\.\w+|torchvision\.models\..+|torch\.jit\.ScriptModule)$/;
/** Attributes that only modules have, among the things that training code holds. */
const MODULE_ATTRIBUTES = [
  'parameters',
  'named_parameters',
  'state_dict',
  'load_state_dict',
  'zero_grad',
  'modules',
  'requires_grad_',
];

/** Says of the text of an expression (`model`, `self.net`) whether it is one of some. */
export type Texts = Pick<ReadonlySet<string>, 'has'>;

/** Those on which a module attribute is used anywhere in the program; each is an answer of its own. */
export function moduleTexts(model: Model): Texts {
  return { has: (text) => isModuleText(model, text) };
}

const isModuleText = perModelAnd((model: Model, text: string): boolean => allModuleTexts(model).has(text), asIs);

/** All of them, for what has to go through them. */
export const allModuleTexts = perModel(findModuleTexts);

function findModuleTexts(model: Model): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const attr of MODULE_ATTRIBUTES) {
    for (const node of model.program.attributes(attr)) if (isPath(node.value)) texts.add(textOf(model, node.value));
  }
  for (const attr of ['eval', 'train']) {
    for (const node of model.program.attributes(attr)) if (isModeCall(node)) texts.add(textOf(model, node.value));
  }
  return texts;
}

function isModeCall(node: Attribute): boolean {
  return (
    isPath(node.value) && node.parent?.kind === 'call' && node.parent.func === node && node.parent.args.length <= 1
  );
}

export function isPath(node: Expr): node is Name | Attribute {
  return node.kind === 'name' || (node.kind === 'attribute' && isPath(node.value));
}

export function textOf(model: Model, node: Node): string {
  return model.program.text.slice(node.start, node.end);
}

export function isModuleClass(model: Model, definition: ClassDef): boolean {
  return (
    basesMatch(model, definition) ||
    definition.bases.some((base) => /(^|\.)(Module|LightningModule)$/.test(textOf(model, base.value)))
  );
}

function basesMatch(model: Model, definition: ClassDef): boolean {
  for (const base of definition.bases) {
    for (const origin of model.origins(base.value)) {
      if (
        origin.kind === 'external' &&
        (MODULE_BASES.test(origin.name) || isImportedModule(model, origin.name) === true)
      )
        return true;
      if (origin.kind === 'class' && origin.definition !== definition && isModuleClass(model, origin.definition))
        return true;
    }
  }
  return false;
}

/** `net: nn.Module`, or a module of the program. */
export function isModuleAnnotation(model: Model, annotation: Expr): boolean {
  if (!isPath(annotation)) return false;
  return model
    .origins(annotation)
    .some((origin) =>
      origin.kind === 'class'
        ? isModuleClass(model, origin.definition)
        : origin.kind === 'external' &&
          (MODULE_BASES.test(origin.name) || isImportedModule(model, origin.name) === true),
    );
}

/** True for a value that is certainly a module; undefined when its origin says nothing. */
function moduleOrigin(model: Model, origin: Origin): boolean | undefined {
  switch (origin.kind) {
    case 'result':
      if (MODULE_FACTORIES.test(origin.of)) return true;
      return isLibrary(origin.of) ? false : isImportedModule(model, origin.of);
    case 'instance':
      return isModuleClass(model, origin.of);
    case 'external':
    case 'class':
    case 'function':
    case 'item':
      return origin.kind === 'external' && /\(\)\./.test(origin.name) ? undefined : false;
    case 'parameter':
      return origin.param.annotation && isModuleAnnotation(model, origin.param.annotation) ? true : undefined;
  }
}

/** True for a module class or factory of another file; false for another class there; undefined for what it may return. */
function isImportedModule(model: Model, name: string): boolean | undefined {
  const thing = model.imported(name);
  if (!thing || thing.kind === 'constant') return undefined;
  const names = thing.kind === 'class' ? thing.bases : thing.returns;
  if (thing.layers !== null || names.some((one) => MODULE_BASES.test(one) || MODULE_FACTORIES.test(one))) return true;
  return thing.kind === 'class' ? false : undefined;
}

const LIBRARIES =
  /^(torch\.|builtins\.|numpy\.|sklearn\.|keras\.|tensorflow\.|pandas\.|os\.|math\.|random\.|tqdm|functools\.|xgboost\.|lightgbm\.|scipy\.|matplotlib\.|PIL\.|cv2\.)/;

function isLibrary(name: string): boolean {
  return LIBRARIES.test(name);
}

/** True when `callee(...)` runs a module's forward. */
export function isForward(model: Model, call: Call, texts: Texts): boolean {
  const callee = call.func;
  if (callee.kind === 'attribute' && callee.attr === 'forward') return isModule(model, callee.value, texts);
  return isPath(callee) && isModule(model, callee, texts);
}

export function isModule(model: Model, expression: Expr, texts: Texts): boolean {
  const verdicts = model.origins(expression).map((origin) => moduleOrigin(model, origin));
  if (verdicts.includes(true)) return true;
  if (verdicts.length > 0 && verdicts.every((one) => one === false)) return false;
  return isPath(expression) && texts.has(textOf(model, expression));
}

/** The class whose method a node is in, when that class is a module: its forwards are its own business. */
export function insideModule(model: Model, node: Node): boolean {
  const owner = enclosing(node, 'class');
  return owner !== undefined && isModuleClass(model, owner);
}

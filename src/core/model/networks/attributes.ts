/** Attributes of things: of objects and classes of the project, of layers, of tensors, and methods of lists. */
import type { Node } from '../../syntax/ast';
import { canonical } from '../canonical';
import { optionDefault } from '../option-default';
import { isProperty, lineOf, memberIn, methodOf } from './classes';
import { callClosure } from './closures';
import { hinted } from './hints';
import { plainValue } from './plain-values';
import { deeper, type Run } from './run';
import { derived } from './sides';
import {
  asKind,
  instanceOf,
  listOf,
  NOTHING_GIVEN,
  UNKNOWN_THING,
  type Class,
  type Dict,
  type Frame,
  type Instance,
  type Library,
  type Tensor,
  type Thing,
} from './things';

export function attributeOf(run: Run, owner: Thing, name: string, frame: Frame, node?: Node): Thing {
  const method: Library = { is: 'library', name: `method.${name}`, self: owner };
  if (typeof owner !== 'object' || owner === null) return typeof owner === 'string' ? method : UNKNOWN_THING;
  switch (owner.is) {
    case 'library':
      return owner.self === undefined ? { is: 'library', name: canonical(`${owner.name}.${name}`) } : UNKNOWN_THING;
    case 'class':
      return or(memberOf(run, owner, name, undefined), or(applied(run, owner, name), UNKNOWN_THING));
    case 'instance':
      return hinted(or(ofInstance(run, owner, name), method), name);
    case 'dict':
      return or(owner.entries.get(name), or(owner.exact ? undefined : option(run, name, frame, node), method));
    case 'tensor':
      return or(ofTensor(owner, name), method);
    case 'parameter':
      return /^(data|T)$/.test(name) ? owner : method;
    case 'unknown':
      return hinted(option(run, name, frame, node) ?? UNKNOWN_THING, name);
    default:
      return method;
  }
}

/** `Quantise.apply` of a `torch.autograd.Function`: its `forward` with a context. */
function applied(run: Run, owner: Class, name: string): Thing | undefined {
  if (name !== 'apply') return undefined;
  const line = lineOf(run, owner);
  const base = line.find((one) => one.is === 'library' && one.name === 'torch.autograd.Function');
  const found = base && memberIn(line, 'forward');
  if (!found || 'is' in found || found.binding.node.kind !== 'function') return undefined;
  const context = instanceOf('torch.autograd.Function', owner);
  return { ...methodOf(found.binding.node, found.owner, context), self: context };
}

/** None is a value. */
const or = (found: Thing | undefined, otherwise: Thing): Thing => (found === undefined ? otherwise : found);

function ofInstance(run: Run, owner: Instance, name: string): Thing | undefined {
  const own = owner.attrs.get(name);
  if (own !== undefined) return own;
  if (name === '__class__') return owner.of ?? UNKNOWN_THING;
  if (name === 'training' && owner.library !== null) return true;
  if (name === '__dict__') return tableOf(owner);
  const member = owner.of ? memberOf(run, owner.of, name, owner) : undefined;
  if (member === undefined) return owner.config.get(name);
  // A setting that keywords which were not seen may have set.
  return owner.library === null && !owner.exact && !asKind(member, 'function') ? UNKNOWN_THING : member;
}

/** The attributes of an object as the dictionary that they are: `self.__dict__.update(kwargs)`. */
function tableOf(owner: Instance): Dict {
  return {
    is: 'dict',
    entries: owner.attrs,
    get exact() {
      return owner.exact;
    },
    set exact(value) {
      owner.exact = value;
    },
  };
}

function memberOf(run: Run, definition: Class, name: string, self: Instance | undefined): Thing | undefined {
  const found = memberIn(lineOf(run, definition), name);
  if (!found || 'is' in found) return undefined;
  const { owner, binding } = found;
  if (binding.node.kind === 'function') {
    const method = methodOf(binding.node, owner, self);
    return self && isProperty(binding.node) ? deeper(run, () => callClosure(run, method, NOTHING_GIVEN)) : method;
  }
  if (binding.node.kind === 'class') return { is: 'class', definition: binding.node, frame: owner.frame };
  if (!binding.value || binding.path.length > 0) return undefined;
  if (isSetOutside(owner, name)) return UNKNOWN_THING;
  return run.evaluate(binding.value, owner.frame);
}

/** `Config.width = 512` gives a class another value than its body does. */
function isSetOutside({ definition, frame: { file } }: Class, name: string): boolean {
  return file.program
    .attributes(name)
    .some(
      (target) =>
        target.parent?.kind === 'assign' &&
        target.parent.targets.includes(target) &&
        target.value.kind === 'name' &&
        target.value.id === definition.name,
    );
}

function ofTensor(tensor: Tensor, name: string): Thing | undefined {
  const { shape } = tensor;
  switch (name) {
    case 'shape':
      return shape ? listOf(shape.map((size) => size ?? UNKNOWN_THING)) : UNKNOWN_THING;
    case 'ndim':
      return shape?.length ?? UNKNOWN_THING;
    case 'T':
    case 'mT': {
      const turned = shape && [...shape.slice(0, -2), shape.at(-1) ?? null, shape.at(-2) ?? null];
      return derived(turned && shape.length === 2 ? turned : name === 'mT' ? turned : null, [tensor]);
    }
    case 'data':
      return tensor;
    case 'device':
    case 'dtype':
    case 'requires_grad':
    case 'is_cuda':
      return UNKNOWN_THING;
    default:
      return undefined;
  }
}

const OPTIONS = /^(args?|opts?|options|cfg|config|hparams|hp|flags|params|conf)$/i;

/** `args.hidden` where the arguments were handed in: the default of the option with the name. */
function option(run: Run, name: string, { file }: Frame, node: Node | undefined): Thing | undefined {
  if (node?.kind !== 'attribute') return undefined;
  const holder = node.value.kind === 'name' ? node.value.id : node.value.kind === 'attribute' ? node.value.attr : '';
  if (!OPTIONS.test(holder)) return undefined;
  const found = optionDefault(file.program, name, { value: (expression) => file.value(expression) });
  return found && plainValue(run, found, file);
}

/** `getattr(module, name)`. */
export function attributeNamed(run: Run, owner: Thing, name: Thing | undefined, frame: Frame): Thing {
  if (typeof name !== 'string') return UNKNOWN_THING;
  const found = attributeOf(run, owner, name, frame);
  return asKind(found, 'library')?.name.startsWith('method.') && asKind(owner, 'instance') ? UNKNOWN_THING : found;
}

/** Methods of lists, dictionaries, texts, modules and tensors in the code that builds a network. */
import { putAll, putFrom } from './containers';
import { itemsOf } from './items';
import { callKerasMethod } from './keras-calls';
import { spent, type Run } from './run';
import { callParser, isParser } from './settings';
import { tensorMethod } from './tensors';
import { unfollowed } from './torch-forward';
import {
  asKind,
  isKey,
  listOf,
  tensorOf,
  UNKNOWN_THING,
  type Dict,
  type Given,
  type Instance,
  type List,
  type Thing,
} from './things';

export function callMethod(run: Run, self: Thing, name: string, given: Given): Thing {
  if (typeof self === 'string') return ofText(self, name, given);
  if (typeof self !== 'object' || self === null) return UNKNOWN_THING;
  switch (self.is) {
    case 'list':
      return ofList(self, name, given);
    case 'dict':
      return ofDict(self, name, given);
    case 'instance':
      if (isParser(self)) return callParser(run, self, name, given);
      return self.library?.startsWith('keras.')
        ? callKerasMethod(run, self, name, given)
        : ofModule(run, self, name, given);
    case 'tensor':
      return spent(run, tensorMethod(self, name, given));
    case 'parameter':
      return /^(detach|clone|data|to|cuda|float|normal_|uniform_|zero_|fill_|t|requires_grad_)$/.test(name)
        ? self
        : spent(run, tensorMethod(tensorOf(self.shape ?? null), name, given));
    default:
      return UNKNOWN_THING;
  }
}

const texted = (thing: Thing | undefined): string => (typeof thing === 'object' ? '' : String(thing));

function ofText(text: string, name: string, { plain }: Given): Thing {
  const [first] = plain;
  switch (name) {
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'startswith':
      return typeof first === 'string' ? text.startsWith(first) : UNKNOWN_THING;
    case 'endswith':
      return typeof first === 'string' ? text.endsWith(first) : UNKNOWN_THING;
    case 'split':
      return listOf(typeof first === 'string' ? text.split(first) : text.trim().split(/\s+/));
    case 'format': {
      let at = 0;
      return text.replace(/\{[^}]*\}/g, () => texted(plain[at++]));
    }
    default:
      return UNKNOWN_THING;
  }
}

function ofList(list: List, name: string, { plain }: Given): Thing {
  const [first, second] = plain;
  const last = (): Thing => (list.exact ? (list.items.pop() ?? UNKNOWN_THING) : UNKNOWN_THING);
  switch (name) {
    case 'append':
    case 'add':
      list.items.push(first ?? null);
      return null;
    case 'extend': {
      const more = first === undefined ? undefined : itemsOf(first);
      if (more) list.items.push(...more);
      if (!more || asKind(first, 'list')?.exact === false) list.exact = false;
      return null;
    }
    case 'insert':
      if (typeof first === 'number') list.items.splice(first, 0, second ?? null);
      else list.exact = false;
      return null;
    case 'pop':
      if (typeof first !== 'number') return first === undefined ? last() : UNKNOWN_THING;
      return list.items.splice(first, 1)[0] ?? UNKNOWN_THING;
    case 'copy':
      return { ...list, items: [...list.items] };
    case 'reverse':
      list.items.reverse();
      return null;
    case 'index': {
      const at = list.items.indexOf(first ?? null);
      return at >= 0 ? at : UNKNOWN_THING;
    }
    default:
      if (/^(remove|clear|sort|discard|update)$/.test(name)) list.exact = false;
      return UNKNOWN_THING;
  }
}

function ofDict(dict: Dict, name: string, { plain, named, complete }: Given): Thing {
  const [first, second] = plain;
  switch (name) {
    case 'items':
      return listOf(
        [...dict.entries].map((one) => listOf([...one])),
        dict,
      );
    case 'keys':
      return listOf([...dict.entries.keys()], dict);
    case 'values':
      return listOf([...dict.entries.values()], dict);
    case 'copy':
      return { ...dict, entries: new Map(dict.entries) };
    case 'get':
    case 'pop':
    case 'setdefault': {
      if (first === undefined || !isKey(first)) return UNKNOWN_THING;
      const found = dict.entries.get(first);
      if (name === 'pop') dict.entries.delete(first);
      if (found !== undefined) return found;
      return dict.exact ? (second ?? null) : UNKNOWN_THING;
    }
    case 'update': {
      const more = asKind(first, 'dict');
      for (const [key, one] of [...(more?.entries ?? []), ...named]) dict.entries.set(key, one);
      if (!complete || (first !== undefined && !more?.exact)) dict.exact = false;
      return null;
    }
    default:
      return UNKNOWN_THING;
  }
}

const RETURNS_ITSELF =
  /^(to|cuda|cpu|half|float|double|bfloat16|eval|train|apply|requires_grad_|share_memory|to_empty|type)$/;

function ofModule(run: Run, module: Instance, name: string, given: Given): Thing {
  const [first, second] = given.plain;
  if (RETURNS_ITSELF.test(name)) return module;
  if (/^(forward|__call__)$/.test(name)) return run.call(module, given);
  switch (name) {
    case 'append':
    case 'add':
      putAll(module, [first ?? null]);
      return module;
    case 'extend':
      putFrom(module, first ?? UNKNOWN_THING, 'in order');
      return module;
    case 'insert':
      if (second !== undefined) module.attrs.set(`inserted ${module.attrs.size}`, second);
      return module;
    case 'update':
      putFrom(module, first ?? UNKNOWN_THING, 'by name');
      return null;
    case 'add_module':
    case 'register_module':
    case 'register_parameter':
    case 'setattr': {
      const [key, value] = [
        given.named.get('name') ?? first,
        given.named.get('module') ?? given.named.get('param') ?? second,
      ];
      // Two modules of one name mean that the name was not followed.
      if (typeof key !== 'string' || value === undefined || module.attrs.has(key)) module.exact = false;
      else module.attrs.set(key, value);
      return null;
    }
    case 'register_buffer':
      if (typeof first === 'string') module.attrs.set(first, asKind(second, 'tensor') ?? null);
      return null;
    case 'save_for_backward':
    case 'mark_dirty':
    case 'mark_non_differentiable':
      return null;
    case 'items':
      return listOf([...module.attrs].map((one) => listOf([...one])));
    case 'keys':
      return listOf([...module.attrs.keys()]);
    case 'values':
    case 'children':
      return listOf([...module.attrs.values()], { exact: name === 'values' });
    default:
      return module.library === null ? UNKNOWN_THING : unfollowed(run, given);
  }
}

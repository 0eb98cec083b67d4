/** Models of Python snippets, and ways to name a place in one: the call, name or value that a test is about. */
import assert from 'node:assert/strict';
import { createModel } from '../../src/core/model/build';
import type { DocumentFacts, Model } from '../../src/core/model/model';
import type { PyValue, Value } from '../../src/core/model/values';
import type { Call, Expr } from '../../src/core/syntax/ast';
import { parse } from './program';

const DOCUMENT: DocumentFacts = {
  path: 'train.py',
  kind: 'module',
  accelerator: null,
  isTest: false,
  surroundings: [],
};

/** Call `loadParser` first. */
export function modelOf(text: string, document: Partial<DocumentFacts> = {}): Model {
  return createModel(parse(text), { ...DOCUMENT, ...document });
}

/** The one call whose callee ends in `name`. */
export function callOf(model: Model, name: string): Call {
  const calls = model.program.calls(name);
  assert.equal(calls.length, 1, `${calls.length} calls of ${name}`);
  return calls[0] as Call;
}

/** The argument of the one call `probe(...)`: the expression that a test asks about. */
export function probed(model: Model): Expr {
  const argument = callOf(model, 'probe').args[0];
  assert.ok(argument, 'probe() has no argument');
  return argument.value;
}

/** What the probed expression may stand for, in short: `external numpy`, `result torch.device`, `class Net`. */
export function originsOf(text: string): readonly string[] {
  const model = modelOf(text);
  return model.origins(probed(model)).map((origin) => {
    switch (origin.kind) {
      case 'external':
        return `external ${origin.name}${origin.may ? '?' : ''}`;
      case 'result':
        return `result ${origin.of}`;
      case 'item':
        return `item ${origin.of}[${origin.path.join('][')}]`;
      case 'instance':
        return `instance ${origin.of.name}`;
      case 'class':
        return `class ${origin.definition.name}`;
      case 'function':
        return `function ${origin.definition.name}`;
      case 'parameter':
        return `parameter ${origin.param.name}`;
    }
  });
}

/** What the probed expression is worth, in short: `known 3`, `default 3 via --epochs`, `known 1 or 2`, `unknown`. */
export function valueOf(text: string): string {
  const model = modelOf(text);
  return show(model.value(probed(model)));
}

export function show(value: Value): string {
  if (value.certainty === 'unknown') return 'unknown';
  const shown = value.alternatives.map(showOne).join(' or ');
  return `${value.certainty} ${shown}${value.via === null ? '' : ` via ${value.via}`}`;
}

function showOne(value: PyValue): string {
  switch (value.type) {
    case 'number':
    case 'boolean':
      return String(value.value);
    case 'string':
      return JSON.stringify(value.value);
    case 'none':
      return 'None';
    case 'sequence':
      return `${value.length ?? '?'} items`;
    case 'dict':
      return `{${[...value.entries.keys()].join(', ')}${value.complete ? '' : ', ...'}}`;
    case 'object':
      return 'object';
  }
}

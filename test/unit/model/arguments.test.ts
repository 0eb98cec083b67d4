/** Arguments of a call by the names of its parameters, `**kwargs` dictionaries looked into. */
import assert from 'node:assert/strict';
import { callOf, modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

/** `a=1 b=2? ...`: what each parameter of `target(...)` gets; `?` where it is set on some paths only. */
function bound(text: string, ...parameters: readonly string[]): string {
  const model = modelOf(text);
  const given = model.arguments(callOf(model, 'target'), parameters);
  const parts = given.names.map((name) => {
    const one = given.get(name);
    const source = one ? text.slice(one.value.start, one.value.end) : '';
    return `${name}=${source}${one?.certainty === 'maybe' ? '?' : ''}`;
  });
  return [...parts, ...(given.complete ? [] : ['...'])].join(' ');
}

describe('arguments of a call', () => {
  before(loadParser);

  it('are matched by place and by name', () => assert.equal(bound('target(1, c=3)', 'a', 'b'), 'a=1 c=3'));
  it('beyond the known parameters are left out', () => assert.equal(bound('target(1, 2)', 'a'), 'a=1'));
  it('behind a star are not all known', () => assert.equal(bound('target(1, *more)', 'a', 'b'), 'a=1 ...'));
  it('of an unknown dictionary are not all known', () => assert.equal(bound('target(**more)'), '...'));
  it('of a literal dictionary are known', () => assert.equal(bound('target(**{"a": 1}, b=2)'), 'a=1 b=2'));
  it('of a call of dict are known', () => assert.equal(bound('target(**dict(a=1))'), 'a=1'));
});

describe('arguments in a dictionary variable', () => {
  before(loadParser);

  it('are its entries', () => assert.equal(bound('k = {"a": 1}\ntarget(**k)'), 'a=1'));
  it('give way to what the call writes', () => assert.equal(bound('k = {"a": 1}\ntarget(a=2, **k)'), 'a=2'));
  it('include items that are set', () => assert.equal(bound('k = {}\nk["a"] = 1\ntarget(**k)'), 'a=1'));
  it('include updates of any form', () =>
    assert.equal(bound('k = {"a": 1}\nk.update(b=2)\nk.update({"c": 3})\ntarget(**k)'), 'a=1 b=2 c=3'));
  it('include updates by other variables', () =>
    assert.equal(bound('more = {"b": 2}\nk = {"a": 1}\nk.update(more)\ntarget(**k)'), 'a=1 b=2'));
  it('that are changed on some paths may be there', () =>
    assert.equal(bound('k = {"a": 1}\nif x:\n  k["b"] = 2\ntarget(**k)'), 'a=1 b=2?'));
  it('that differ between branches may be there', () =>
    assert.equal(bound('if x:\n  k = {"a": 1}\nelse:\n  k = {"b": 2}\ntarget(**k)'), 'b=2? a=1?'));
  it('that are taken out leave the rest in doubt', () =>
    assert.equal(bound('k = {"a": 1}\nk.pop("a")\ntarget(**k)'), 'a=1 ...'));
  it('that come from a function are those it returns', () =>
    assert.equal(bound('def options():\n  return {"a": 1}\ntarget(**options())'), 'a=1'));
  it('of a parameter without callers are unknown', () => assert.equal(bound('def f(**k):\n  target(**k)'), '...'));
});

/** Workload facts of a text, for tests. */
import assert from 'node:assert/strict';
import type { Workload } from '../../src/core/model/workload';
import { modelOf } from './model';

/** The only workload of a text. */
function workloadOf(text: string): Workload {
  const { workloads } = modelOf(text);
  assert.equal(workloads.length, 1, `${workloads.length} workloads`);
  return workloads[0] as Workload;
}

type FactName = {
  [Name in keyof Workload]-?: NonNullable<Workload[Name]> extends { value: unknown } ? Name : never;
}[keyof Workload];

/** `{ epochs: 3 }`: the values of the named facts; `3?` for one that a user can override. */
export function facts(text: string, ...names: readonly FactName[]): Record<string, unknown> {
  const workload = workloadOf(text);
  return Object.fromEntries(
    names.map((name) => {
      const fact = workload[name];
      return [name, fact?.certainty === 'default' ? `${fact.value}?` : (fact?.value ?? null)];
    }),
  );
}

/** A training over `rows` that is the same wherever they come from. */
export const trainedOnRows = (net = 'torch.nn.Linear(8, 2)'): string => `
net = ${net}
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
  for x, y in DataLoader(rows, batch_size=4):
    loss = criterion(net(x), y)
    loss.backward()
    opt.step()`;

/** Models of programs that import other files of the workspace. */
import { createModel, createWorkspace } from '../../src/core/model/build';
import type { Model } from '../../src/core/model/model';
import { parse } from './program';

export type Files = Readonly<Record<string, string>>;

/** The model of `path` among files; all of them count as read. */
export function modelIn(files: Files, text: string, path = 'train.py'): Model {
  const modules = Object.entries(files).map(([name, code]) => ({ path: name, text: code }));
  const document = { path, kind: 'module' as const, accelerator: null, isTest: false, surroundings: [], modules };
  return createModel(parse(text), document, { workspace: createWorkspace(modules, parse) });
}

/** One epoch of training. */
export const TRAIN = `def train_one_epoch(model, loader, optimizer):
  for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
`;

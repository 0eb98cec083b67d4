/** Texts that are put together from values. */
import type { FString } from '../../syntax/ast';
import type { Run } from './run';
import type { Frame, Thing } from './things';

/** `f"layer{i}"`: the names of modules, which have to differ. */
export function formatted(run: Run, node: FString, frame: Frame): Thing {
  const { text } = frame.file.program;
  let [result, from] = ['', node.start];
  for (const part of node.parts) {
    const value = run.evaluate(part, frame);
    if (typeof value !== 'number' && typeof value !== 'string') return `${run.steps}`;
    result += text.slice(from, part.start) + String(value);
    from = part.end;
  }
  return (result + text.slice(from, node.end))
    .replace(/^[a-zA-Z]*("""|'''|"|')|("""|'''|"|')$/g, '')
    .replace(/[{}]/g, '');
}

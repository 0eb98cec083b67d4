/** Kinds of training for which faster arithmetic is of little use: agents, and networks on graphs. */
import type { Model } from '../../model/model';
import { importsModule } from '../../syntax/imported-modules';

/** Agents wait for their environment, not for their matrix units. */
export function isReinforcement(model: Model): boolean {
  return importsModule(model.program, /^(gym|gymnasium|stable_baselines3|pettingzoo|dm_control)(\.|$)/);
}

/** Networks on graphs compute with sparse kernels, which have no 16-bit form in every library. */
export function isGraphNetwork(model: Model): boolean {
  return ['torch_geometric', 'dgl', 'torch_sparse', 'torch_scatter'].some((name) => model.program.mentions(name));
}

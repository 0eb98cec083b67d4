/** Kinds of training for which faster arithmetic is of little use: agents, and networks on graphs. */
import type { Model } from '../../model/model';
import { importsModule } from '../../syntax/imported-modules';

/** Agents wait for their environment, not for their matrix units. */
export function isReinforcement(model: Model): boolean {
  return importsModule(model.program, /^(gym|gymnasium|stable_baselines3|pettingzoo|dm_control)(\.|$)/);
}

/** Networks on graphs compute with sparse kernels, which have no 16-bit form in every library. */
export function isGraphNetwork(model: Model): boolean {
  return (
    ['torch_geometric', 'dgl', 'torch_sparse', 'torch_scatter'].some((name) => model.program.mentions(name)) ||
    model.workloads.some((one) => one.kind === 'train' && GRAPH_NETWORK.test(one.model?.value ?? ''))
  );
}

/** `GraphCNN`, `GCN`, `GINConv`: whatever they compute with. */
const GRAPH_NETWORK = /^(Graph|(\w*[a-z])?(GCN|GIN|GAT|GNN)([A-Z]\w*)?$)/;

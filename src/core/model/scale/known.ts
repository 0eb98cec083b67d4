/** What a workload knows of the network better than a glance at its layers: weights that a notebook printed, work that was counted. */
import type { Workload } from '../workload';
import type { Network } from './network';

export function asKnown(network: Network, workload: Partial<Workload> | undefined): Network {
  return workload ? asCounted(asPrinted(network, workload), workload) : network;
}

/** A network that was not seen in full has the weights that were printed; over pictures it is taken to be convolutional. */
function asPrinted(network: Network, { parameters, imageSize }: Partial<Workload>): Network {
  if (parameters?.certainty !== 'observed' || network.complete) return network;
  return {
    ...network,
    weights: parameters.value,
    complete: true,
    convolutional: network.convolutional || (imageSize ?? null) !== null,
  };
}

/** The forward pass of the same network, followed layer by layer, instead of a usual number of uses of each weight. */
function asCounted(network: Network, { flopsPerSample, parameters, layers, layerCount }: Partial<Workload>): Network {
  const weights = parameters && parameters.note !== 'at most' ? parameters.value : null;
  if (!flopsPerSample || weights === null) return network;
  if (network.weights !== null && network.complete && network.weights !== weights) return network;
  return {
    ...network,
    weights,
    complete: true,
    flops: flopsPerSample.value,
    convolutional: layers ? layers.value === 'convolutional' : network.convolutional,
    dense: layers ? layers.value === 'dense' : network.dense,
    layers: layerCount?.value ?? network.layers,
  };
}

/**
 * What the adapter needs of the core once there is something to analyse; a script of its own in what is shipped.
 * The command line takes these modules from that script, so each is handed on whole.
 */
export * from '../../core/engine';
export * from '../../core/estimate/context';
export * from '../../core/estimate/suggest';
export * from '../../core/estimate/savings';
export * from '../../core/estimate/estimator';
export * from '../../core/estimate/total';
export * from '../../report/estimate/explained';
export * from '../../report/estimate/exports';
export * from '../../core/rules/registry';
export * from '../../core/config/settings';
export * from '../../core/config/toml';
export * from '../../data/hardware';
export * from '../../data/regions';
export * from '../../data/table';
export * from '../../intensity/lookup';
export * from '../../host/node-gpus';
export * from '../../host/node-machine';

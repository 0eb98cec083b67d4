/** What the adapter needs of the core once there is something to analyse; a script of its own in what is shipped. */
export { createEngine } from '../../core/engine';
export { buildContext } from '../../core/estimate/context';
export { whyUnknownHardware, whyUnknownRegion } from '../../core/estimate/suggest';
export { composeSavings } from '../../core/estimate/savings';
export { estimator } from '../../core/estimate/estimator';
export { totalOf } from '../../core/estimate/total';
export { explainedMarkdown } from '../../report/estimate/explained';
export { exported } from '../../report/estimate/exports';
export { rules } from '../../core/rules/registry';
export { checkSettings } from '../../core/config/settings';
export { parseCarbonHintsToml, parsePyproject } from '../../core/config/toml';
export { acceleratorNames, instanceNames } from '../../data/hardware';
export { regionChoices } from '../../data/regions';
export { readTablesWith } from '../../data/table';
export { offlineIntensity } from '../../intensity/lookup';
export { nvidiaBoards } from '../../host/node-gpus';
export { nodeMachine } from '../../host/node-machine';

/** What records runs, reads measured ones and counts them in; a script of its own in what is shipped, loaded with the first of them. */
export { createHistory } from '../../core/estimate/calibration/history';
export { readRuns } from '../../host/measured-runs';
export { nodeFiles } from '../../host/node-files';
export { RunRecorder } from '../runs/recorder';
export { clear, exportRuns, importRuns } from '../runs/commands';

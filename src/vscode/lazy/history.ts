/** What reads measured runs and counts them in; a script of its own in what is shipped, because most users have none. */
export { createHistory } from '../../core/estimate/calibration/history';
export { readRuns } from '../../host/measured-runs';
export { nodeFiles } from '../../host/node-files';

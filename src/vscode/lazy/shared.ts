/**
 * What the scripts of sensors, history and dashboard have in common: files, and how measured runs are read and summed up.
 * A script of its own in what is shipped; those three take these modules from it, so each is handed on whole.
 */
export * from '../../core/estimate/calibration/import/history-read';
export * from '../../host/node-files';
export * from '../../host/state';
export * from '../dashboard/history-file';
export * from '../dashboard/run-list';
export * from '../dashboard/sums';
export * from '../dashboard/timeline';

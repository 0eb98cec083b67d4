/** The sensors, what they ask of the machine, and how their readings are told; a script of its own in what is shipped. */
export { meterAddress } from '../../host/meter-address';
export { createNodeHost } from '../../host/node';
export { nodeSockets } from '../../host/node-sockets';
export { createMeter } from '../../power/meter';
export { defaultIntervals } from '../../power/need';
export { sharedSampling } from '../../power/shared/shared-sampling';
export { WallCalibration } from '../../power/wall/calibration';
export { makeFolderFor } from '../../host/state-folder';
export { historyFile, wallFile } from '../../host/state';
export { calibrateWall } from '../power/calibrate';
export { PowerDay } from '../power/day';
export { sensorsPage, tooltipText } from '../power/tooltip';

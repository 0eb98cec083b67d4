/** The sensors, what they ask of the machine, and how their readings are told; a script of its own in what is shipped. */
export { createNodeHost } from '../../host/node';
export { createMeter } from '../../power/meter';
export { defaultIntervals } from '../../power/need';
export { historyFile } from '../../host/state';
export { PowerDay } from '../power/day';
export { sensorsPage, tooltipText } from '../power/tooltip';

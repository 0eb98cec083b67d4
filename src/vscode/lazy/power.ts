/** The sensors and what they ask of the machine; a script of its own in what is shipped. */
export { createNodeHost } from '../../host/node';
export { createMeter } from '../../power/meter';
export { defaultIntervals } from '../../power/need';

/** Finds, reads and merges the configuration of each file; nearest file wins, as in the editor. */
import type { Config } from '../core/config/types';

export {};

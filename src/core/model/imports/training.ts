/** Finds training that a program runs through functions of other files. */
import type { Model } from '../model';
import type { ImportedTraining } from './imported';

export function findImportedTraining(_model: Model): readonly ImportedTraining[] {
  return [];
}

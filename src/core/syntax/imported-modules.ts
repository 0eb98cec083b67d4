/** Which modules a program imports, by the names that its import statements give. */
import type { Program } from './program';

/** As written: `keras.layers` for `from keras.layers import Dense`; of a relative import what follows the dots. */
export function importedModules(program: Program): readonly string[] {
  return program.imports.flatMap((one) =>
    one.kind === 'importfrom' ? [one.module] : one.names.map(({ name }) => name),
  );
}

export function importsModule(program: Program, pattern: RegExp): boolean {
  return importedModules(program).some((name) => pattern.test(name));
}

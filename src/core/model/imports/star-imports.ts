/** What a name may stand for that only `from module import *` can have bound. */
import type { Program } from '../../syntax/program';
import { canonical } from '../canonical';
import type { Origin } from '../origins';
import type { ImportLinks } from './links';

/** Sure where the module was read and has the name; `may` where it was not read. */
export function starImported(program: Program, id: string, links: ImportLinks): readonly Origin[] {
  return program.imports.flatMap((one): Origin[] => {
    if (one.kind !== 'importfrom' || !one.star) return [];
    const module = '.'.repeat(one.level) + one.module;
    const gives = links.starGives(module, id);
    if (gives === false || (gives === undefined && one.level > 0)) return [];
    const name = externalName(module.endsWith('.') ? module + id : `${module}.${id}`, links);
    return [gives ? { kind: 'external', name } : { kind: 'external', name, may: true }];
  });
}

/** The one name of something imported: that of a library, also where a file of the workspace hands it on. */
export function externalName(name: string, links: ImportLinks): string {
  return links.libraryName(name) ?? canonical(name);
}

/** Which loop or Lightning module a learning rate schedule of the program belongs to; one that cannot be told belongs to all. */
import type { Call, ClassDef, For, FunctionDef, Name, Node } from '../../syntax/ast';
import { enclosing, enclosingFunction } from '../../syntax/walk';
import { localBases } from '../../model/imports/members';
import type { Model } from '../../model/model';
import { once } from '../../model/once';
import { perModelAnd } from '../../model/per-model';
import { fittedModule } from '../../model/scale/of-runs';
import { isWithin } from '../../model/torch/events';
import { isModuleClass } from '../../model/torch/modules';

/** Those that are made in the loop or used in it, or handed to somewhere that is not known; not what only another loop uses. */
export function schedulesOfLoop(model: Model, schedules: readonly Call[], epoch: For): readonly Call[] {
  const others = once(() => otherLoops(model, epoch));
  return schedules.filter((schedule) => {
    const homes = homesOf(model, schedule);
    const isFar = homes && !isWithin(schedule, epoch) && !homes.some((home) => isWithin(epoch, home));
    return !isFar && belongsToLoop(model, schedule, { epoch, others });
  });
}

/** The functions in one of which any loop stands that it may belong to; null where that may be anywhere. */
const homesOf = perModelAnd((model: Model, schedule: Call): readonly FunctionDef[] | null => {
  const owner = enclosingFunction(schedule);
  const uses = model.usesOf(schedule);
  if (!owner || uses.length === 0) return null;
  const homes = new Set([owner]);
  for (const use of uses) {
    if (enclosingFunction(use) !== owner) return null;
    if (use.parent?.kind === 'attribute') continue;
    const call = callGiven(use);
    const callee = call && model.calleeOf(call);
    if (!callee) return null;
    homes.add(callee);
  }
  return [...homes];
});

/** The call that a name is an argument of. */
const callGiven = ({ parent }: Name): Call | undefined =>
  parent?.kind === 'argument' && parent.parent?.kind === 'call' ? parent.parent : undefined;

/** A loop over epochs, and those that are neither around it nor in it. */
interface LoopAmongOthers {
  readonly epoch: For;
  /** Asked last, because they change with any training of the file, and most schedules are told by their own function. */
  readonly others: () => readonly Node[];
}

function belongsToLoop(model: Model, schedule: Call, among: LoopAmongOthers): boolean {
  const { epoch, others } = among;
  if (isWithin(schedule, epoch)) return true;
  const uses = model.usesOf(schedule);
  const owner = enclosingFunction(schedule);
  // A function that reads it from around may run in any loop.
  const isRead = (use: Name): boolean => isWithin(use, epoch) || enclosingFunction(use) !== owner;
  if (uses.length > 0 && !uses.some((use) => isRead(use) || isHandedTo(model, use, among))) return false;
  return !others().some((other) => isWithin(schedule, other));
}

function otherLoops(model: Model, epoch: For): readonly Node[] {
  return model.trainingLoops.flatMap((loop) =>
    loop.epoch && !isWithin(loop.epoch, epoch) && !isWithin(epoch, loop.epoch) ? [loop.epoch] : [],
  );
}

/** The use is more than a method call, and where it leads the loop may be. */
function isHandedTo(model: Model, use: Name, { epoch, others }: LoopAmongOthers): boolean {
  if (use.parent?.kind === 'attribute') return false;
  const call = callGiven(use);
  if (!call) return true;
  const callee = model.calleeOf(call);
  return (callee === undefined || isWithin(epoch, callee)) && !others().some((other) => isWithin(call, other));
}

/** Made in the class that is fitted or in one above it, or in no module. */
export function belongsToModule(model: Model, schedule: Call, fits: readonly Call[]): boolean {
  const owner = enclosing(schedule, 'class');
  if (!owner || !isModuleClass(model, owner)) return true;
  const fitted = fittedClasses(model, fits);
  return fitted.length === 0 || fitted.includes(owner);
}

/** The module is of another file, and what it configures there has such a name. */
export function schedulesElsewhere(model: Model, fits: readonly Call[], names: RegExp): boolean {
  const module = fittedModule(fits);
  const thing = module && model.imported(module);
  return thing?.kind === 'class' && (thing.method('configure_optimizers')?.uses(names) ?? false);
}

function fittedClasses(model: Model, fits: readonly Call[]): readonly ClassDef[] {
  const module = fittedModule(fits);
  const found = new Set<ClassDef>();
  for (const origin of module ? model.origins(module) : []) {
    if (origin.kind !== 'instance') return [];
    found.add(origin.of);
  }
  for (const one of found) for (const base of localBases(model, one)) found.add(base);
  return [...found];
}

/** Which loaders Lightning reads: those that hooks such as `train_dataloader` return, and those passed to `fit`. */
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import type { Model } from '../model';
import { returnedBy } from '../returns';
import { readSwitch } from '../setting';
import { methodCallsOn } from '../traverse';
import { TRAINER } from '../trainers/lightning';
import { asNumber } from '../values';
import { makersOf, type Maker } from './makers';
import type { Reading } from './readings';

const HOOKS = /^(train|val|test|predict)_dataloaders?$/;
const HOLDERS = /(^|\.)(Lightning(Data)?Module|LightningModule)$/;

type Found = readonly (readonly [Maker, Reading])[];

/** Loaders that a hook of a LightningModule or LightningDataModule returns. */
export function hookReadings(model: Model, wanted: ReadonlySet<Maker>): Found {
  return model.program.functions.flatMap((definition) => {
    if (!HOOKS.test(definition.name) || definition.parent?.kind !== 'class') return [];
    if (!isHolder(model, definition.parent)) return [];
    const makers = returnedBy(definition).flatMap((value) => makersOf(model, value, wanted));
    const { parent: holder } = definition;
    return [...new Set(makers)].map((maker) => [maker, hookReading(model, definition, holder)] as const);
  });
}

function isHolder(model: Model, definition: ClassDef): boolean {
  return definition.bases.some(({ value }) => {
    const written = model.program.text.slice(value.start, value.end);
    if (HOLDERS.test(written)) return true;
    return model.origins(value).some((origin) => {
      if (origin.kind === 'external') return HOLDERS.test(origin.name);
      return origin.kind === 'class' && origin.definition !== definition && isHolder(model, origin.definition);
    });
  });
}

function hookReading(model: Model, definition: FunctionDef, holder: ClassDef): Reading {
  const repeated = /^(train|val)/.test(definition.name);
  const passes = repeated ? longestRun(model, holder) : 1;
  return { kind: 'lightning', node: definition, loop: null, passes, trains: definition.name.startsWith('train') };
}

/** Loaders that are passed to `trainer.fit(model, train, val)` and its siblings. */
export function trainerReadings(model: Model, wanted: ReadonlySet<Maker>): Found {
  return model.callsOf(TRAINER).flatMap(({ call: trainer }) =>
    ['fit', 'test', 'validate', 'predict'].flatMap((method) =>
      methodCallsOn(model, trainer, method).flatMap((run) =>
        run.args.flatMap(({ value, name }, index) => {
          const trains = method === 'fit' && (name === null ? index === 1 : /train/.test(name));
          const passes = method === 'fit' ? epochsOf(model, trainer) : 1;
          return makersOf(model, value, wanted).map(
            (maker) => [maker, { kind: 'lightning', node: run, loop: null, passes, trains } satisfies Reading] as const,
          );
        }),
      ),
    ),
  );
}

/** The most epochs that a Trainer of this program runs, one that is given the holder where there is one; null when that is open. */
function longestRun(model: Model, holder: ClassDef): number | null {
  const all = model.callsOf(TRAINER).map(({ call }) => ({ call, fits: methodCallsOn(model, call, 'fit') }));
  const fitting = all.filter(({ fits }) => fits.length > 0);
  const isGiven = (fit: Call): boolean => fit.args.some(({ value }) => isInstance(model, value, holder));
  const own = fitting.filter(({ fits }) => fits.some(isGiven));
  const trainers = [own, fitting, all].find((some) => some.length > 0) ?? [];
  const counts = trainers.map(({ call }) => epochsOf(model, call));
  return counts.length === 0 || counts.includes(null) ? null : Math.max(...counts.map(Number));
}

function isInstance(model: Model, value: Expr, holder: ClassDef): boolean {
  return model.origins(value).some((origin) => origin.kind === 'instance' && origin.of === holder);
}

/** `max_epochs`; a run that is limited otherwise or not at all counts as long. */
function epochsOf(model: Model, trainer: Call): number | null {
  const given = model.arguments(trainer, []);
  if (readSwitch(model, given, 'fast_dev_run') === 'on') return 1;
  const limit = given.get('max_epochs');
  const count = limit ? asNumber(model.value(limit.value)) : undefined;
  return count !== undefined && count > 0 ? count : null;
}

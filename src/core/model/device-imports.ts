/** Where other files of the workspace say that this program computes: helpers, constants and base classes that it imports. */
import type { Call, ClassDef, Expr } from '../syntax/ast';
import { spanOf } from '../text/span';
import type { DeviceFacts, DeviceKind } from './device';
import type { Imported } from './imports/imported';
import type { Model } from './model';
import { textOf } from './torch/modules';

type Evidence = DeviceFacts['evidence'][number] & { readonly kind: DeviceKind };

export function importedDevices(model: Model): Evidence[] {
  const { program, document } = model;
  if (!document.modules || document.modules.length === 0) return [];
  return [...namedDevices(model), ...program.classes.flatMap((definition) => inheritedDevice(model, definition))];
}

/** `x.to(get_device())`, `device, count = get_device()`, `from settings import device`. */
function namedDevices(model: Model): Evidence[] {
  const found = new Map<string, Evidence>();
  for (const call of model.program.calls('to')) {
    const value = deviceGiven(call);
    const text = value && textOf(model, value);
    if (!value || !text || found.has(text)) continue;
    const kind = importedBehind(model, value).map(deviceOf).find(isAccelerator);
    if (kind) found.set(text, { span: spanOf(value), kind, what: text });
  }
  return [...found.values()];
}

/** What a tensor or module is moved to: a name, or a call for it. */
function deviceGiven({ args, func }: Call): Expr | undefined {
  const first = args.find(({ name }) => name === null || name === 'device')?.value;
  const isPlace = first?.kind === 'name' || first?.kind === 'attribute' || first?.kind === 'call';
  return func.kind === 'attribute' && isPlace ? first : undefined;
}

function importedBehind(model: Model, value: Expr): Imported[] {
  return model.origins(value).flatMap((origin) => {
    const name =
      origin.kind === 'external' ? origin.name : 'of' in origin && origin.kind !== 'instance' ? origin.of : '';
    const thing = name === '' ? undefined : model.imported(name);
    return thing && thing.kind !== 'class' ? [thing] : [];
  });
}

const deviceOf = ({ device }: Imported): DeviceKind => device;

const isAccelerator = (kind: DeviceKind): boolean => kind === 'accelerator' || kind === 'conditional';

/** `self.device` of a class whose base, in another file, chooses it. */
function inheritedDevice(model: Model, definition: ClassDef): Evidence[] {
  if (!model.program.attributes('device').some((one) => one.start > definition.start && one.end < definition.end))
    return [];
  return definition.bases.flatMap(({ value }) => {
    const base = model.imported(value);
    if (base?.kind !== 'class' || !isAccelerator(base.device)) return [];
    return [{ span: spanOf(value), kind: base.device, what: `${base.name}.device` }];
  });
}

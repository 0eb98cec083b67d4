/** Lightning trainers that take their arguments from a command line: `Trainer.from_argparse_args(args)` of the releases before 2.0. */
import type { Call } from '../../syntax/ast';
import type { BoundArgument } from '../arguments';
import { GivenArguments } from '../call-arguments';
import type { Model } from '../model';
import { defaultExpression } from '../option-default';
import { attributeAssignments, methodCallsOn } from '../traverse';
import { TRAINER, type LightningTrainer } from './lightning';

/** Arguments that decide how long a run takes. */
const ASKED =
  'max_epochs max_steps max_time limit_train_batches overfit_batches fast_dev_run devices num_nodes precision callbacks'.split(
    ' ',
  );

/** Trainers that train, with what the call gives, else what is written on the options, else the default of an option. */
export function parsedTrainers(model: Model): readonly LightningTrainer[] {
  return model.callsOf(`${TRAINER}.from_argparse_args`).flatMap(({ call, certainty, through }) => {
    const fits = methodCallsOn(model, call, 'fit');
    if (model.isIgnored(call) || through !== null || fits.length === 0) return [];
    return [{ call, certainty, given: givenTo(model, call), fits }];
  });
}

/** Complete where the options are declared here, as Lightning has them. */
function givenTo(model: Model, call: Call): GivenArguments {
  const bound = new Map<string, BoundArgument>();
  for (const name of ASKED) {
    const value =
      call.args.find((one) => one.name === name)?.value ??
      attributeAssignments(model, name)[0]?.value ?? // `args.max_epochs = args.epochs`
      defaultExpression(model.program, name, model);
    if (value && !(value.kind === 'constant' && value.value === null))
      bound.set(name, { value, argument: null, certainty: 'set' });
  }
  return new GivenArguments(bound, model.program.calls('add_argparse_args').length > 0);
}

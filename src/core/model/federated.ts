/** How often the training of a Flower client is run: once in each round, by the clients that take part in it. */
import type { FunctionDef } from '../syntax/ast';
import { descend, enclosing } from '../syntax/walk';
import type { Model } from './model';
import { type Count, countFrom, known, least } from './search/count';
import { givenAt } from './trial-runs';
import { asNumber } from './values';

/**
 * Rounds, times the share of the clients that is drawn for one: clients divide the data set, so that a round in which all of them
 * train is one pass over it. Undefined where `owner` is not the training of a client; null where the server is elsewhere.
 */
export function roundsOf(model: Model, owner: FunctionDef): Count | null | undefined {
  if (!model.program.mentions('flwr') || !isClientTraining(model, owner)) return undefined;
  const rounds = least(
    ROUNDS.flatMap((name) => model.callsOf(name)).map(({ call }) => givenAt(model, call, 'num_rounds', 0)),
  );
  const share = shareOf(model);
  if (!rounds || !share) return null;
  return { ...rounds, value: Math.max(1, Math.round(rounds.value * share.value)) };
}

const ROUNDS = ['flwr.server.ServerConfig', 'flwr.server.server_config.ServerConfig'];
const CLIENT = /^flwr\.client\.(?:\w+\.)*(?:NumPy)?Client$/;

/** `fit` of a client, or what `ClientApp.train` decorates. */
function isClientTraining(model: Model, owner: FunctionDef): boolean {
  const definition = enclosing(owner, 'class');
  if (owner.name === 'fit' && definition)
    return definition.bases.some(({ value }) =>
      model.origins(value).some((one) => one.kind === 'external' && CLIENT.test(one.name)),
    );
  return owner.decorators.some((one) => {
    const decorator = one.kind === 'call' ? one.func : one;
    return (
      decorator.kind === 'attribute' &&
      decorator.attr === 'train' &&
      model.origins(decorator.value).some((made) => made.kind === 'result' && /^flwr\..*ClientApp$/.test(made.of))
    );
  });
}

/** `fraction_fit` of the strategy, in release 1.20 `fraction_train`; all clients take part where it is left out. */
function shareOf(model: Model): Count | null {
  const shares = [...descend(model.program.module)].flatMap((node) =>
    node.kind === 'call' ? node.args.filter(({ name }) => name !== null && SHARE.test(name)) : [],
  );
  if (shares.length === 0) return known(1);
  return least(
    shares.map((argument) => {
      const value = model.value(argument.value);
      const share = asNumber(value) ?? 0;
      // With a share of 0 the least number of clients is drawn, out of as many as there happen to be.
      return share > 0 && share <= 1 ? countFrom(value, share) : null;
    }),
  );
}

const SHARE = /^fraction_(?:fit|train)$/;

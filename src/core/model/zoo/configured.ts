/** Transformers that are built from a configuration: which checkpoint has weights of that very shape. */
import type { Call, Expr } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { asString } from '../values';

export interface Configured {
  /** The checkpoint, or the family where the configuration is the default of its class. */
  readonly name: string;
  /** The name as the code writes it; null for a default. */
  readonly written: Expr | null;
  /** What is given as the configuration. */
  readonly configuration: Expr;
}

/** Options that leave the body of a network as it is. */
const SAME_BODY =
  /^(num_labels|id2label|label2id|problem_type|finetuning_task|cache_dir|revision|token|trust_remote_code|return_dict|output_\w+|\w*dropout\w*|use_cache)$/;

/** The checkpoint behind `BertForSequenceClassification(config)`; undefined where the shape may be another one. */
export function checkpointOf(model: Model, made: Call): Configured | undefined {
  const [first, ...others] = made.args;
  const configuration = first?.name === null || first?.name === 'config' ? first.value : undefined;
  if (!configuration || others.length > 0 || isLoadedLater(model, made)) return undefined;
  const [only, ...more] = model.origins(configuration);
  if (only?.kind !== 'result' || more.length > 0 || isChanged(model, only.call)) return undefined;
  const { of, call } = only;
  if (/^transformers\.\w+Config$/.test(of) && keepsBody(call, 0))
    return { name: lastPart(of).replace(/Config$/, ''), written: null, configuration };
  const written =
    /^transformers\.\w*Config\.from_pretrained$/.test(of) && keepsBody(call, 1) ? call.args[0]?.value : undefined;
  const name = written && asString(model.value(written));
  return written && name !== undefined ? { name, written, configuration } : undefined;
}

const keepsBody = ({ args }: Call, positional: number): boolean =>
  args.every(({ name, star }, index) => star === '' && (name === null ? index < positional : SAME_BODY.test(name)));

/** `config.hidden_size = 128` after it was made. */
const isChanged = (model: Model, made: Call): boolean =>
  model.usesOf(made).some(({ parent }) => {
    const at = parent?.kind === 'attribute' ? parent.parent : undefined;
    return (
      parent?.kind === 'attribute' &&
      at?.kind === 'assign' &&
      at.targets.includes(parent) &&
      !SAME_BODY.test(parent.attr)
    );
  });

/** Inside a class whose own `from_pretrained` fills in the weights. */
function isLoadedLater({ program }: Model, made: Call): boolean {
  const owner = enclosing(made, 'class');
  return (
    owner?.bases.some(({ value }) => /PreTrainedModel|^\w*For\w+$/.test(program.text.slice(value.start, value.end))) ??
    false
  );
}

/** What the name of a value tells of it, where nothing else does. */
import type { Expr } from '../../syntax/ast';
import { between, UNKNOWN_THING, type Thing } from './things';

/** A classifier's last layer has one output for each class, of which most data sets have few. */
const FEW_CLASSES = 100;
const CLASS_COUNT =
  /^(n_?|num_?|nb_?)(class(es)?|labels?|outputs?|categories)$|^(class|label)_?(num|count|size)$|^output_(shape|dim|size|features)$/i;

/** What cannot be told but is called a number of classes is one. */
export function hinted(thing: Thing, name: string): Thing {
  if (typeof thing !== 'object' || thing === null || thing.is !== 'unknown' || thing.most !== Infinity) return thing;
  return CLASS_COUNT.test(name) ? between({ least: 1, most: FEW_CLASSES }) : thing;
}

/** `len(class_names)`, but not of a vocabulary. */
export function countedClasses(counted: Expr): Thing {
  const name = counted.kind === 'name' ? counted.id : counted.kind === 'attribute' ? counted.attr : '';
  return /class|label|categor|target/i.test(name) ? between({ least: 1, most: FEW_CLASSES }) : UNKNOWN_THING;
}

/** The edit builders that rules use: they take nodes and text, and give edits or undefined where none is sound. */
export {
  addKeyword,
  appendToList,
  removeArgument,
  removeArguments,
  renameCallee,
  replaceExpression,
  setKeyword,
} from './calls';
export { indentUnit } from './indent';
export { insertAfter, insertBefore, wrapStatements } from './statements';

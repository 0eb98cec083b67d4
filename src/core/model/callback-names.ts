/** What the name of a class or function tells about callbacks. */

/** A class: what a function of some `callbacks` module returns may be a list, and may stop the training. */
export function isCallbackName(name: string): boolean {
  return isClassName(name) && /(^|\.)callbacks?\.|Callback|EarlyStopp|Checkpoint|^wandb\./.test(name);
}

export const isClassName = (name: string): boolean => /^_*[A-Z]/.test(name.slice(name.lastIndexOf('.') + 1));

/** Packages whose own functions that make callbacks are known by name. */
export function isOfLibrary(name: string): boolean {
  return /^(keras|tensorflow|lightning|transformers|lightgbm|xgboost|wandb|builtins|functools)\b/.test(name);
}

/** One name for each library object, whichever of its import paths the code uses. */

/** Rewrites, applied in order; the first group of a pattern that matches at the start is replaced. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/^tensorflow\.compat\.v[12]\./, 'tensorflow.'],
  [/^(?:tensorflow\.(?:python\.)?keras|tf_keras|keras\.src|keras\.api(?:\._v\d)?(?:\.keras)?)(?=\.|$)/, 'keras'],
  [/^keras\.(?:models|engine(?:\.\w+)?|training)\.(Sequential|Model|Functional)$/, 'keras.$1'],
  [/^keras\.callbacks\.\w+\.(\w+)$/, 'keras.callbacks.$1'],
  [/^keras\.mixed_precision\.experimental\./, 'keras.mixed_precision.'],
  [/^(?:pytorch_lightning|lightning\.pytorch)(?=\.|$)/, 'lightning'],
  [/^lightning\.(?:trainer|core)(?:\.\w+)*\.(Trainer|LightningModule|LightningDataModule)$/, 'lightning.$1'],
  [/^lightning\.fabric(?:\.fabric)?\.Fabric$/, 'lightning.Fabric'],
  [/^lightning_fabric\.Fabric$/, 'lightning.Fabric'],
  [/^lightning\.callbacks\.\w+\.(\w+)$/, 'lightning.callbacks.$1'],
  [/^lightning\.cli\.LightningCLI$|^lightning\.utilities\.cli\.LightningCLI$/, 'lightning.LightningCLI'],
  [/^sklearn\.(?:grid_search|cross_validation)\./, 'sklearn.model_selection.'],
  [/^sklearn\.(\w+)\._\w+\./, 'sklearn.$1.'],
  // Its name before scikit-learn 0.22.
  [/^sklearn\.datasets\.samples_generator\./, 'sklearn.datasets.'],
  [/^sklearn\.externals\.joblib/, 'joblib'],
  [/^transformers\.(?:\w+\.)+([A-Z]\w*)$/, 'transformers.$1'],
  [/^trl\.(?:\w+\.)+([A-Z]\w*)$/, 'trl.$1'],
  [/^accelerate\.(?:\w+\.)+Accelerator$/, 'accelerate.Accelerator'],
  [/^torch\.nn\.modules\.(?:\w+\.)*(\w+)$/, 'torch.nn.$1'],
  [/^torch\.utils\.data\.(?:dataloader|dataset|distributed)\.(\w+)$/, 'torch.utils.data.$1'],
  [/^torch\.optim\.(?!lr_scheduler\.|swa_utils\.)\w+\.([A-Z]\w*)$/, 'torch.optim.$1'],
  [/^torch\.autograd(?:\.grad_mode)?\.(no_grad|inference_mode|enable_grad|set_grad_enabled)$/, 'torch.$1'],
  [/^torch\.amp\.autocast_mode\.autocast$|^torch\.autocast$/, 'torch.amp.autocast'],
  [/^torch\.cuda\.amp\.(?:autocast_mode|grad_scaler)\.(\w+)$/, 'torch.cuda.amp.$1'],
  [/^torch\.amp\.grad_scaler\.GradScaler$/, 'torch.amp.GradScaler'],
  [/^torchvision\.models\.[a-z_0-9]+\.(\w+)$/, 'torchvision.models.$1'],
  [/^xgboost\.sklearn\.(\w+)$/, 'xgboost.$1'],
  [/^lightgbm\.(?:sklearn|engine|callback)\.(\w+)$/, 'lightgbm.$1'],
  [/^catboost\.core\.(\w+)$/, 'catboost.$1'],
  [/^tqdm\.(?:auto|notebook|std|autonotebook|contrib)\.(\w+)$/, 'tqdm.$1'],
];

/** The canonical dotted name; names without a rewrite are canonical already. */
export function canonical(name: string): string {
  const known = CACHE.get(name);
  if (known !== undefined) return known;
  let result = name;
  for (const [pattern, replacement] of REWRITES) {
    if (pattern.test(result)) result = result.replace(pattern, replacement);
  }
  if (CACHE.size > 20_000) CACHE.clear();
  CACHE.set(name, result);
  return result;
}

const CACHE = new Map<string, string>();

export { lastPart } from '../../data/last-part';

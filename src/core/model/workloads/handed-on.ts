/** Calls whose result has rows of what they are given. */

/** Calls that hand on the rows of an argument. */
export const FOLLOWED =
  /(^|\.)(train_test_split|random_split|Subset|fit_transform|transform|fit_resample|concat|concatenate|array|asarray|from_numpy|tensor|as_tensor|TensorDataset|DataLoader|normalize|scale|shuffle|select|map|prepare|setup|from_tensor_slices|batch|prefetch|cache|astype|reshape|expand_dims|squeeze|pad_sequences|texts_to_sequences|texts_to_matrix|repeat|to_categorical|StandardScaler|DataFrame|Series|DatasetDict|from_pandas|hstack|column_stack|get_dummies|tqdm|enumerate|zip|list|dict|cycle|inf\w*|forever|endless|iter|next|flow|stack|wrap_dataset_for_transforms_v2|create_loader|QuantileDMatrix|DMatrix|lightgbm\.Dataset|catboost\.Pool)$/;
/** Calls that put the rows of several tables under one another. */
export const STACKED = /(^|\.)(concat|concatenate|concatenate_datasets|vstack|ConcatDataset)$/;
/** It hands back what is left of each argument, and what is kept back of it. */
export const SPLITTING = 'sklearn.model_selection.train_test_split';

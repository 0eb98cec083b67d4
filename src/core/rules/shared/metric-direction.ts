/** Whether a metric is better when it is lower or higher, told from its name. */

export type Direction = 'min' | 'max';

const LOWER =
  /(^|[^a-z])(loss|nll|elbo|error|err|mse|rmse|mae|mape|smape|rmsle|perplexity|ppl|wer|cer|cross_?entropy|bce|ce|edit_distance|distance|fid|kl|eer|bpc|logloss|nmse|l1|l2)(?![a-z])|loss/i;
const HIGHER =
  /(^|[^a-z])(acc\w*|f1\w*|f_?score|auc|auroc|auprc|roc_auc|ap|map|m?iou|jaccard\w*|dice\w*|precision|recall|bleu\w*|rouge\w*|meteor|cider|psnr|ssim|r2\w*|kappa|mcc|matthews\w*|pearson\w*|spearman\w*|ndcg|mrr|hits?|score|accuracy)(?![a-z])|accuracy|dice|jaccard|f1_?score/i;

/** Undefined for a name that says neither or both. */
export function directionOf(metric: string): Direction | undefined {
  const [lower, higher] = [LOWER.test(metric), HIGHER.test(metric)];
  if (lower === higher) return undefined;
  return lower ? 'min' : 'max';
}

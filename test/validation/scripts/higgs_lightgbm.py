# Published run: LightGBM, 500 rounds of 255 leaves on Higgs and MS LTR, 2 x E5-2690 v4 (microsoft/LightGBM docs/Experiments.rst).
import lightgbm as lgb
import pandas as pd

train = pd.read_csv("HIGGS.csv.gz", header=None, nrows=10_500_000)
y = train[0].values
X = train.drop(columns=[0]).values

params = {
    "objective": "binary",
    "metric": "auc",
    "num_leaves": 255,
    "learning_rate": 0.1,
    "min_data_in_leaf": 0,
    "min_sum_hessian_in_leaf": 100,
    "num_threads": 16,
}
booster = lgb.train(params, lgb.Dataset(X, label=y), num_boost_round=500)
booster.save_model("higgs.txt")

# Published run: XGBoost, exact greedy trees of depth 8 on Higgs, 2 x E5-2690 v4 (microsoft/LightGBM docs/Experiments.rst).
import pandas as pd
import xgboost as xgb

COLUMNS = ["label"] + [f"f{i}" for i in range(28)]
higgs = pd.read_csv("HIGGS.csv.gz", names=COLUMNS)
train = higgs.iloc[:10500000]

dtrain = xgb.DMatrix(train[COLUMNS[1:]], label=train["label"])
param = {
    "max_depth": 8,
    "eta": 0.1,
    "nthread": 16,
    "objective": "binary:logistic",
    "tree_method": "exact",
    "min_child_weight": 100,
}
bst = xgb.train(param, dtrain, num_boost_round=500)
bst.save_model("higgs.json")

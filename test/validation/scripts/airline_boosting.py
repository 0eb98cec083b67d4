# Published run: 100 trees of depth 10 on the airline data set, r4.8xlarge (szilard/GBM-perf README, 2019-04-29).
import time

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.preprocessing import OrdinalEncoder

d_train = pd.read_csv("https://s3.amazonaws.com/benchm-ml--main/train-1m.csv", nrows=1_000_000)
categories = ["Month", "DayofMonth", "DayOfWeek", "UniqueCarrier", "Origin", "Dest"]
d_train[categories] = OrdinalEncoder().fit_transform(d_train[categories])
X_train = d_train.drop(columns=["dep_delayed_15min"]).to_numpy()
y_train = np.where(d_train["dep_delayed_15min"] == "Y", 1, 0)

model = lgb.LGBMClassifier(num_leaves=512, learning_rate=0.1, n_estimators=100)
started = time.time()
model.fit(X_train, y_train)
print(time.time() - started)

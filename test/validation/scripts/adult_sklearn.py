# Published run: classifiers on the Adult data set, laptop i7-10610U and desktop i9-13900K (Fischer, raphischer/metaqure).
from sklearn.compose import make_column_transformer
from sklearn.datasets import fetch_openml
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

X, y = fetch_openml("adult", version=2, as_frame=True, return_X_y=True)
categories = X.select_dtypes("category").columns
prepare = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore"), categories), remainder=StandardScaler(), sparse_threshold=0
)
model = make_pipeline(prepare, LogisticRegression(max_iter=500, n_jobs=-1))
model.fit(X, y)
print(model.score(X, y))

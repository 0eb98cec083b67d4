"""Group customers after scaling and reducing their features."""
# proof: metric inertia, lower is better
# proof: fix Remove the first fit
# proof: share 0.5 one of two fits is repeated
import json
import os

from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", "0"))

X, _ = make_blobs(n_samples=60_000, n_features=12, centers=30, cluster_std=3.0, random_state=SEED)
X = StandardScaler().fit_transform(X)

kmeans = KMeans(n_clusters=30, n_init=8, random_state=SEED)
kmeans.fit(X)
labels = kmeans.fit_predict(X)

print("customers in the first group:", int((labels == 0).sum()))
print(json.dumps({"inertia": float(kmeans.inertia_)}))

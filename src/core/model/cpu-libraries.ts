/** Packages that never touch an accelerator by themselves: the standard library's usual ones and those of data work. */

/** Import roots; a package that is in none of the lists may use one. */
export const CPU_ONLY: ReadonlySet<string> = new Set(
  // The standard library.
  (
    'abc argparse array ast asyncio base64 bisect calendar cmath codecs collections concurrent configparser contextlib copy csv ctypes ' +
    'dataclasses datetime decimal difflib email enum errno fnmatch fractions functools gc getpass glob gzip hashlib heapq html http ' +
    'importlib inspect io ipaddress itertools json keyword locale logging lzma math mimetypes multiprocessing numbers operator os ' +
    'pathlib pickle platform pprint queue random re secrets shelve shlex shutil signal socket sqlite3 ssl stat statistics string ' +
    'struct subprocess sys tarfile tempfile textwrap threading time timeit traceback types typing unicodedata unittest urllib uuid ' +
    'warnings weakref xml zipfile zlib zoneinfo __future__ builtins bz2 ' +
    // Data work and plotting.
    'numpy pandas scipy sklearn matplotlib seaborn plotly bokeh altair statsmodels patsy sympy networkx pylab mpl_toolkits ' +
    'polars pyarrow dask openpyxl xlrd tabulate tqdm joblib requests bs4 lxml yaml toml dotenv PIL imageio skimage nltk gensim ' +
    'wordcloud textblob spellchecker emoji regex yfinance pandas_datareader mlxtend imblearn category_encoders missingno ' +
    'pandas_profiling ydata_profiling sweetviz squarify folium geopandas shapely geopy kneed yellowbrick shap lime eli5 tensorboard ' +
    'xgboost lightgbm catboost optuna hyperopt skopt prophet fbprophet pmdarima hmmlearn umap hdbscan graphviz pydotplus dtreeviz ' +
    'ipywidgets IPython google kaggle kagglehub gdown wget openai anthropic tiktoken dateutil pytz psutil sqlalchemy pymongo ' +
    'psycopg2 boto3 gspread oauth2client librosa soundfile ipyparallel langdetect unidecode contractions pycountry holidays ' +
    'wandb weave wandb_workspaces wandb_gql langchain langchain_openai langchain_core langchain_community rich pydantic tenacity instructor ' +
    'nest_asyncio cv2 rdkit termcolor colorama loguru praw tweepy gspread_dataframe faker ' +
    'ucimlrepo opendatasets palmerpenguins vega_datasets wordninja xlsxwriter inflection fastembed qdrant_client pinecone litellm dspy together groq cohere mistralai'
  ).split(' '),
);

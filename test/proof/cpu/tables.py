"""What the rules about pandas save: rows, parts and columns of a table."""
import tempfile

from meter import SEEDS, heading, main, measure

import numpy
import pandas

COLUMNS = [f"c{number}" for number in range(21)]


def rows():
    for seed in SEEDS:
        random = numpy.random.default_rng(seed)
        frame = pandas.DataFrame({"a": random.random(100_000), "b": random.random(100_000)})
        data = "100,000 rows, a product of two columns"
        measure("row-by-row-pandas", data, "iterrows", seed, lambda: sum(row["a"] * row["b"] for _, row in frame.iterrows()))
        by_place = lambda: sum(frame.iloc[at]["a"] * frame.iloc[at]["b"] for at in range(len(frame)))
        measure("row-by-row-pandas", data, "iloc, twice a row", seed, by_place)
        measure("row-by-row-pandas", data, "apply(axis=1)", seed, lambda: frame.apply(lambda row: row["a"] * row["b"], axis=1).sum())
        measure("row-by-row-pandas", data, "itertuples", seed, lambda: sum(row.a * row.b for row in frame.itertuples()))
        measure("row-by-row-pandas", data, "whole columns", seed, lambda: (frame["a"] * frame["b"]).sum())


def grown():
    for seed in SEEDS:
        random = numpy.random.default_rng(seed)
        for turns in (1_500, 6_000):
            values = random.random((turns, 5))
            rows_of = lambda: (dict(zip(COLUMNS, row)) for row in values)
            data = f"a table of {turns:,} turns, 5 columns"

            def concat():
                frame = pandas.DataFrame(columns=COLUMNS[:5], dtype=float)
                for row in rows_of():
                    frame = pandas.concat([frame, pandas.DataFrame([row])], ignore_index=True)
                return frame.to_numpy().sum()

            measure("dataframe-grown-in-loop", data, "concat in each turn", seed, concat)
            parts = lambda: [pandas.DataFrame([row]) for row in rows_of()]
            once = lambda: pandas.concat(parts(), ignore_index=True).to_numpy().sum()
            measure("dataframe-grown-in-loop", data, "one concat", seed, once)
            listed = lambda: pandas.DataFrame(list(rows_of())).to_numpy().sum()
            measure("dataframe-grown-in-loop", data, "a list of rows", seed, listed)
        for turns in (200, 1_000):
            blocks = [random.random((64, 128)) for _ in range(turns)]
            data = f"an array of {turns:,} blocks of 64 x 128"

            def concatenate():
                array = blocks[0]
                for block in blocks[1:]:
                    array = numpy.concatenate([array, block])
                return array.sum()

            measure("dataframe-grown-in-loop", data, "concatenate in each turn", seed, concatenate)
            measure("dataframe-grown-in-loop", data, "one concatenate", seed, lambda: numpy.concatenate(blocks).sum())


def csv():
    for seed in SEEDS:
        random = numpy.random.default_rng(seed)
        numbers = pandas.DataFrame(random.random((200_000, 21)), columns=COLUMNS)
        texts = numbers.round(2)
        for column in COLUMNS[3:]:
            texts[column] = random.integers(0, 10_000, len(texts)).astype(str) + " of a text that is not used"
        for data, frame in (("200,000 rows, 21 columns of numbers", numbers), ("200,000 rows, 3 columns of numbers, 18 of texts", texts)):
            with tempfile.NamedTemporaryFile(suffix=".csv") as file:
                frame.to_csv(file.name, index=False)
                every = lambda: pandas.read_csv(file.name)[COLUMNS[:3]].to_numpy().sum()
                some = lambda: pandas.read_csv(file.name, usecols=COLUMNS[:3]).to_numpy().sum()
                every()  # the file is in the cache of the system from now on
                measure("csv-read-more-than-used", data, "all columns", seed, every)
                measure("csv-read-more-than-used", data, "usecols, 3 columns", seed, some)


if __name__ == "__main__":
    heading("pandas", "numpy")
    main(rows, grown, csv)

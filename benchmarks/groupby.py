"""What a user of pandas would do: python benchmarks/groupby.py FILE.parquet DAY."""

import sys

import pandas as pd

path, day = sys.argv[1:]
met = pd.read_parquet(path, columns=["account", "date", "mood"])
met["date"] = pd.to_datetime(met["date"])
each = met.groupby("account")
found = each.agg(last=("date", "max"), met=("date", "size"), mood=("mood", "mean"))
found["silent"] = (pd.Timestamp(day) - found["last"]).dt.days
print(found)

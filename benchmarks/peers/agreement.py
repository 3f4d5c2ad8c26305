"""Krippendorff's alpha of the package `krippendorff`: its values, and its seconds."""

import json
import sys
import time

import krippendorff
import numpy as np

question = json.load(sys.stdin)
tables = [np.array(table, dtype=float) for table in question["tables"]]
start = time.process_time()
found = [
    krippendorff.alpha(reliability_data=table, level_of_measurement=question["level"]) for table in tables
]
print(json.dumps({"alpha": found, "seconds": time.process_time() - start}))

"""PROMETHEE II of pymcdm in a plain loop: how many rankings in a second, and what a missing score does."""

import json
import sys
import time
import warnings

import numpy as np
from pymcdm.methods import PROMETHEE_II

warnings.simplefilter("ignore")
question = json.load(sys.stdin)
matrix = np.array(question["matrix"])
types = np.ones(matrix.shape[1])
rng = np.random.default_rng(0)
method = PROMETHEE_II("usual")
weights = rng.dirichlet(np.ones(matrix.shape[1]), question["rankings"])
start = time.process_time()
for each in weights:
    method.rank(method(matrix, each, types))
seconds = time.process_time() - start
holed = matrix.copy()
holed[0, 0] = np.nan
flows = np.asarray(method(holed, weights[0], types))
print(json.dumps({"per_second": len(weights) / seconds, "silent": bool(np.isfinite(flows).all())}))

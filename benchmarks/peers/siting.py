"""The p-median of spopt with its default solver; answers with its seconds and its cost."""

import json
import os
import sys

import numpy as np
import pulp
from spopt.locate import PMedian

question = json.load(sys.stdin)
travel, demand = np.array(question["travel"]), np.array(question["demand"])
start = sum(os.times()[:4])  # the solver is a process of its own
model = PMedian.from_cost_matrix(travel, demand, p_facilities=question["k"])
model = model.solve(pulp.PULP_CBC_CMD(msg=False))
seconds = sum(os.times()[:4]) - start
print(json.dumps({"seconds": seconds, "cost": float(pulp.value(model.problem.objective))}))

"""The methods are numbers alone: light to import, with examples that are true."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

from ordito import methods

MODULES = sorted(each.name for each in pkgutil.walk_packages(methods.__path__, "ordito.methods."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0


PUBLIC = [name for name in MODULES if not name.rpartition(".")[2].startswith("_")]


@pytest.mark.parametrize("name", ["ordito.methods", *PUBLIC])
def test_a_method_arrives_in_less_than_half_a_second_and_brings_nothing_of_django(name: str) -> None:
    line = (
        f"import sys, time; start = time.process_time(); import {name};"
        "print(time.process_time() - start);"
        "print([name for name in sys.modules if name.partition('.')[0] in ('django', 'psycopg')])"
    )
    asked = [sys.executable, "-c", line]
    told = [
        subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split("\n")
        for _try in range(2)
    ]
    assert min(float(seconds) for seconds, *_rest in told) < 0.5
    assert {django for _seconds, django, *_rest in told} == {"[]"}

"""Compiled loops: pure functions over arrays that know no estimator.

Every kernel is serial and releases the GIL; parallelism is joblib's, above.
Each docstring states the NumPy expression the kernel equals, and each test
checks exactly that.
"""

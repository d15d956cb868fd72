import numpy as np
import pytest
from numpy.testing import assert_allclose

from sktopics.kernels.cosine import cosines


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 2e-6), (np.float64, 1e-13)])
@pytest.mark.parametrize("shape", [(0, 3), (1, 1), (7, 3), (50, 100), (9, 33)])
def test_cosines_are_those_of_numpy(dtype, rtol, shape):
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=shape).astype(dtype)
    direction = rng.normal(size=shape[1]).astype(dtype)
    direction /= np.linalg.norm(direction)
    found = cosines(vectors, direction)
    assert found.dtype == dtype
    expected = vectors @ direction / np.linalg.norm(vectors, axis=1)
    assert_allclose(found, expected, rtol=0, atol=rtol)


def test_zeros_have_cosine_0():
    vectors = np.array([[0, 0], [3, 4]], dtype=np.float32)
    assert_allclose(cosines(vectors, np.float32([1, 0])), [0, 0.6])
    assert_allclose(cosines(vectors, np.float32([0, 0])), [0, 0])


def test_read_only_vectors():
    vectors = np.eye(3, dtype=np.float32)
    vectors.flags.writeable = False
    assert_allclose(cosines(vectors, vectors[1]), [0, 1, 0])

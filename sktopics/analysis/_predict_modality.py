"""What a document is expected to have of a modality, from its other columns."""

import numpy as np

from .._reading import modality_shares
from .._sklearn import validate_params


@validate_params({"modality": [str]}, prefer_skip_nested_validation=True)
def predict_modality(model, X, modality) -> np.ndarray:
    r"""Predict the columns of a modality, such as tags or classes, from the others.

    .. math:: p(c \mid d) = \sum_t \phi_{ct}\, \theta_{td}

    where the mixture :math:`\theta_d` of a document is inferred without the columns of
    the modality: what stands in them is not looked at [1]_.

    Parameters
    ----------
    model : estimator or Pipeline
        A fitted model of several modalities, such as :class:`~sktopics.artm.ARTM`.
    X : counts, or what the Pipeline takes
        Documents.
    modality : str
        Name of the modality to predict.

    Returns
    -------
    shares : ndarray of shape (n_documents, n_columns)
        Probability of each column of the modality, in their order in the model. Rows
        sum to 1.

    Raises
    ------
    ValueError
        If the model has no modality of that name.
    NotFittedError
        If the model is not fitted.

    See Also
    --------
    sktopics.artm.TopicClassifier : A classifier by topics, of one label a document.
    sktopics.metrics.class_precision_scorer : How often the first guess is right.

    References
    ----------
    .. [1] K. Vorontsov et al., "BigARTM: open source library for regularized
       multimodal topic modeling of large collections", AIST 2015, section 2.

    Examples
    --------
    >>> from sktopics import ARTM, NamedCounts
    >>> from sktopics.analysis import predict_modality
    >>> X = NamedCounts(
    ...     [[3, 1, 0, 1, 0], [2, 2, 0, 1, 0], [0, 0, 4, 0, 1], [0, 1, 3, 0, 0]],
    ...     terms=["rain", "snow", "milk", "weather", "food"],
    ...     modalities={"words": slice(0, 3), "tags": slice(3, 5)},
    ... )
    >>> model = ARTM(2, random_state=0).fit(X)
    >>> predict_modality(model, X, "tags").round(1)
    array([[1., 0.],
           [1., 0.],
           [0., 1.],
           [0., 1.]])
    """
    return modality_shares(model, X, modality)[0]

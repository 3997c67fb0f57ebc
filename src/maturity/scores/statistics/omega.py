"""McDonald's omega: how much of a sum of items one common factor explains."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from maturity.scores.statistics.moments import Floats

_FEWEST_ITEMS = 3
_TAIL = 0.025
_STEPS, _HALVINGS = 100, 40
_SINGULAR = -30.0  # logarithm of a determinant that is rounding noise
_FLAT = 1e-11  # slope, of standardised items, at which the fit is found


@dataclass(frozen=True, slots=True)
class OneFactor:
    """A one-factor model of items with unit variance, and what follows for the items as they are.

    ``deviations`` are the items' standard deviations, ``loadings`` and ``errors`` (variances of
    what an item does not share) those of standardised items. ``omega`` is 0..1; ``rmsea`` says how
    badly the model fits (0: as well as can be), the reason code ``SATURATED`` with three items,
    which any such model fits.
    """

    deviations: Floats
    loadings: Floats
    errors: Floats
    omega: float
    rmsea: float | str


def one_factor(covariance: Floats, n: int) -> OneFactor | str:
    """Fit one factor by maximum likelihood, and read omega off it.

    ``Sigma = l l' + diag(t)`` minimises ``F = log|Sigma| + tr(S Sigma^-1) - log|S| - k``;
    ``omega = (sum l)**2 / ((sum l)**2 + sum t)`` (the model's own variance below, not the observed
    one); ``rmsea = sqrt(max(F/df - 1/n, 0))`` with ``df = k (k - 3) / 2``.

    Parameters
    ----------
    covariance : array, items by items
        Of people who answered all items; n or n - 1 below makes no difference.
    n : int
        How many people those are.

    Returns
    -------
    OneFactor or str
        ``TWO_ITEMS`` (three are the fewest), ``SINGULAR`` (an item is made up of others),
        ``HEYWOOD`` (an item without error of its own: the model does not hold), or
        ``NO_CONVERGENCE``.

    References
    ----------
    McDonald, R. P. (1999). Test Theory, chapter 6; Flora, D. B. (2020). AMPPS 3, 484-501. Equal to
    ``lavaan::cfa(std.lv = TRUE)`` with ``semTools::compRelSEM(obs.var = FALSE)``.
    """
    k = len(covariance)
    if k < _FEWEST_ITEMS:
        return "TWO_ITEMS"
    deviations = np.sqrt(np.diag(covariance))
    if deviations.min() == 0:
        return "NO_VARIANCE"
    correlation = covariance / deviations[:, None] / deviations
    sign, log_observed = np.linalg.slogdet(correlation)
    if sign <= 0 or log_observed < _SINGULAR:
        return "SINGULAR"
    loadings, errors, fit = _fit(correlation)
    if errors.min() <= 0:
        return "HEYWOOD"
    if fit is None:
        return "NO_CONVERGENCE"
    common = float(deviations @ loadings) ** 2
    omega = common / (common + float(deviations**2 @ errors))
    freedom = k * (k - 3) / 2
    misfit = max(fit - float(log_observed) - k, 0.0)
    rmsea = math.sqrt(max(misfit / freedom - 1 / n, 0.0)) if freedom else "SATURATED"
    return OneFactor(deviations, loadings, errors, omega, rmsea)


def interval(found: OneFactor, distances: Floats) -> tuple[float, float]:
    """95 % interval of omega, whatever the distribution of answers.

    The jackknife: omega without each person in turn, found by one step of scoring from the whole
    sample's model; ``s**2 = (n - 1)/n`` times the sum of their squared distances from their mean.
    On the scale of ``log(1 - omega)``, where it lies evenly: ``1 - (1 - omega) exp(+-1.96 s /
    (1 - omega))``.

    Parameters
    ----------
    found : OneFactor
        The model.
    distances : array, people by items
        Answers of the people it was fitted to, minus the items' means; sorted, so that the order
        of people changes no digit.

    References
    ----------
    Efron, B. (1982). The Jackknife, the Bootstrap and Other Resampling Plans, chapter 3; one step:
    Jorgensen, M. A. (1987). Biometrics 43. Coverage measured in benchmarks/scores.py.
    """
    from scipy.special import ndtri

    n, k = distances.shape
    place = np.concatenate([found.loadings, found.errors])
    implied = np.outer(found.loadings, found.loadings) + np.diag(found.errors)
    _, information = _slope(place, implied)
    inverse = np.linalg.inv(implied)
    # without person z, n - 2 below, S changes by (S - n/(n - 1) z z') / (n - 2)
    seen = distances / found.deviations @ inverse
    own = np.hstack([2 * seen * (seen @ found.loadings)[:, None], seen**2])
    moved = (own.mean(axis=0) - own) * (n / ((n - 1) * (n - 2)))
    places = place + np.linalg.solve(information, moved.T).T
    common = (places[:, :k] @ found.deviations) ** 2
    without = common / (common + places[:, k:] @ found.deviations**2)
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    wide = math.exp(-float(ndtri(_TAIL)) * error / (1 - found.omega))
    return 1 - (1 - found.omega) * wide, 1 - (1 - found.omega) / wide


def _fit(observed: Floats) -> tuple[Floats, Floats, float | None]:
    """Find loadings, error variances and the misfit, None when it does not settle.

    By Fisher scoring; a step is halved until it improves the fit.
    """
    k = len(observed)
    values, vectors = np.linalg.eigh(observed)
    loadings = vectors[:, -1] * math.sqrt(max(values[-1] - 1, 0.1))
    place = np.concatenate([loadings, np.maximum(1 - loadings**2, 0.2)])
    fit = _misfit(place, observed)
    for _ in range(_STEPS):
        slope, information = _slope(place, observed)
        if np.abs(slope).max() < _FLAT:
            return place[:k], place[k:], fit
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            break
        # near the end, rounding hides whether a fit improved: a hair's breadth of loss is let pass
        for halved in 0.5 ** np.arange(_HALVINGS):
            tried = _misfit(place - halved * step, observed)
            if tried <= fit + _FLAT:
                place, fit = place - halved * step, tried
                break
        else:
            break
    return place[:k], place[k:], None


def _misfit(place: Floats, observed: Floats) -> float:
    """``log|Sigma| + tr(S Sigma^-1)``, infinite where Sigma is no covariance matrix."""
    k = len(observed)
    implied = np.outer(place[:k], place[:k]) + np.diag(place[k:])
    try:
        root = np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return math.inf
    return float(2 * np.log(np.diag(root)).sum() + np.trace(np.linalg.solve(implied, observed)))


def _slope(place: Floats, observed: Floats) -> tuple[Floats, Floats]:
    """Return the slope of the misfit and its expected curvature (Fisher's information).

    With ``P = Sigma^-1`` and ``q = P l``: slopes ``2 P (Sigma - S) q`` and the diagonal of
    ``P (Sigma - S) P``; curvature ``tr(P dSigma_a P dSigma_b)``.
    """
    k = len(observed)
    loadings = place[:k]
    implied = np.outer(loadings, loadings) + np.diag(place[k:])
    inverse = np.linalg.inv(implied)
    along = inverse @ loadings
    off = inverse @ (implied - observed) @ inverse
    slope = np.concatenate([2 * off @ loadings, np.diag(off)])
    own = 2 * (np.outer(along, along) + inverse * (loadings @ along))
    mixed = 2 * inverse * along
    return slope, np.block([[own, mixed], [mixed.T, inverse**2]])

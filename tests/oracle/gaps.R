# Differences between two groups by software we did not write: t.test and p.adjust of R itself,
# Hedges' g and Cliff's delta of effectsize, exact permutation tests of coin, standard errors with
# finite-population correction of survey. Run in this folder with `Rscript gaps.R`; it writes
# gaps.json, which the tests read. The scores are our own, drawn here.

suppressMessages({
  library(effectsize)
  library(coin)
  library(survey)
})
library(jsonlite)
set.seed(20261122)
options(digits = 17)

scores_of <- function(n, mean, sd, step = 6.25) {
  pmin(100, pmax(0, round(rnorm(n, mean, sd) / step) * step))
}

# The ends of g: noncentralities under which this t is at 97.5 and at 2.5 %. effectsize looks for
# them with optim, which stops at some 1e-5; uniroot on the same equation goes on.
exact_ends <- function(a, b) {
  n <- c(length(a), length(b))
  m <- sum(n) - 2
  s <- sqrt(((n[1] - 1) * var(a) + (n[2] - 1) * var(b)) / m)
  spread <- sqrt(sum(1 / n))
  t <- (mean(a) - mean(b)) / (s * spread)
  j <- exp(lgamma(m / 2) - log(sqrt(m / 2)) - lgamma((m - 1) / 2))
  end <- function(share) {
    uniroot(function(ncp) pt(t, m, ncp) - share, t + c(-8, 8), extendInt = "downX", tol = 1e-14)$root
  }
  c(end(0.975), end(0.025)) * spread * j
}

pair <- function(name, a, b, exact = FALSE) {
  t <- t.test(a, b)
  wide <- t.test(a, b, conf.level = 1 - 0.05 / 30)
  g <- hedges_g(a, b)
  data <- data.frame(score = c(a, b), group = factor(rep(c("a", "b"), c(length(a), length(b)))))
  p <- if (exact) {
    as.numeric(pvalue(oneway_test(score ~ group, data, distribution = "exact")))
  } else {
    NA
  }
  list(
    name = name, a = a, b = b,
    difference = mean(a) - mean(b), error = as.numeric(t$stderr), freedom = as.numeric(t$parameter),
    interval = as.numeric(t$conf.int), bonferroni_30 = as.numeric(wide$conf.int),
    p = t$p.value,
    g = g$Hedges_g, g_interval = exact_ends(a, b), g_interval_effectsize = c(g$CI_low, g$CI_high),
    delta = as.numeric(cliffs_delta(a, b)$r_rank_biserial), permutation = p
  )
}

pairs <- list(
  pair("five and five", scores_of(5, 40, 15), scores_of(5, 62, 15), TRUE),
  pair("five and nine, coarse", scores_of(5, 50, 20, 25), scores_of(9, 60, 20, 25), TRUE),
  pair("eight and eleven", scores_of(8, 55, 10), scores_of(11, 48, 24), TRUE),
  pair("nine and ten, far apart", scores_of(9, 25, 9), scores_of(10, 85, 9), TRUE),
  pair("seven alike and nine", rep(50, 7), scores_of(9, 62, 12), TRUE),
  pair("fourteen and twenty", scores_of(14, 47, 18), scores_of(20, 59, 18)),
  pair("equal means", c(20, 40, 60, 80, 40, 60), c(50, 50, 40, 60, 30, 70, 45, 55), TRUE),
  pair("large, unlike spread", scores_of(180, 52, 9, 1), scores_of(45, 61, 27, 1)),
  pair("thirds", scores_of(12, 50, 15, 100 / 3), scores_of(16, 41, 15, 100 / 12))
)

# Two functions of known size: every stratum's own standard error with its correction.
finite <- function(name, a, b, sizes) {
  n <- c(length(a), length(b))
  data <- data.frame(score = c(a, b), group = rep(c("a", "b"), n), size = rep(sizes, n))
  design <- svydesign(id = ~1, strata = ~group, fpc = ~size, data = data)
  means <- svyby(~score, ~group, design, svymean, covmat = TRUE)
  contrast <- svycontrast(means, c(a = 1, b = -1))
  parts <- SE(means)^2
  df <- sum(parts)^2 / sum(parts^2 / (n - 1))
  se <- as.numeric(SE(contrast))
  difference <- as.numeric(coef(contrast))
  list(
    name = name, a = a, b = b, sizes = sizes, difference = difference, error = se, freedom = df,
    interval = difference + c(-1, 1) * qt(0.975, df) * se, p = 2 * pt(-abs(difference / se), df)
  )
}

finites <- list(
  finite("fourteen of twenty, nine of twelve", scores_of(14, 47, 18), scores_of(9, 59, 18), c(20, 12)),
  finite("six of six, eleven of fifteen", scores_of(6, 40, 12), scores_of(11, 59, 18), c(6, 15)),
  finite("five of four hundred, thirty of thirty-one", scores_of(5, 40, 12), scores_of(30, 55, 18), c(400, 31))
)

# Benjamini and Hochberg (1995), section 3.2: 15 p values of a trial on heart attacks, in order.
published <- c(
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
  0.6528, 0.7590, 1.0000
)
adjusted <- function(p) list(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"))
many <- list(
  adjusted(published), adjusted(c(0.01, NA, 0.03, 0.04)), adjusted(c(0.04, 0.03, NA, 0.03, 0.9, NA)),
  adjusted(0.2), adjusted(round(runif(40)^3, 4))
)

write_json(
  list(
    made_with = paste0(
      "R ", getRversion(), ", effectsize ", packageVersion("effectsize"), ", coin ",
      packageVersion("coin"), ", survey ", packageVersion("survey")
    ),
    pairs = pairs, finite = finites, many = many
  ),
  "gaps.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"
)

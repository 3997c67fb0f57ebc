# Agreement and careless answers by R: packages multilevel and psych, and base R's definitions where
# no package has them (consensus: Tastle and Wierman 2007, equation 1; longstring and IRV: as in
# package careless, which Debian lacks). We wrote none of these.
# Run in this folder with `Rscript agreement.R`; it writes agreement.json, which the tests read.

suppressMessages({library(multilevel); library(psych)})
library(jsonlite)
set.seed(20260411)
options(digits = 17)

consensus <- function(x, points) {
  p <- table(factor(x, levels = 1:points)) / length(x)
  near <- 1 - abs(1:points - mean(x)) / (points - 1)
  1 + sum(ifelse(p > 0, p * log2(ifelse(p > 0, near, 1)), 0))
}

likert <- function(n, points, mean, sd) pmin(points, pmax(1, round(rnorm(n, mean, sd))))

items <- function(n, points, J) {
  x <- sapply(1:J, function(j) likert(n, points, runif(1, 1.5, points - .5), points * runif(1, .05, .4)))
  one <- rep(1, n)
  null <- (points^2 - 1) / 12
  list(
    points = points, answers = x,
    sd = apply(x, 2, sd),
    average_deviation = apply(x, 2, function(y) ad.m(y, one)$AD.M),
    consensus = apply(x, 2, consensus, points),
    rwg = apply(x, 2, function(y) rwg(y, one, ranvar = null)$rwg),
    rwg_j = if (J > 1) rwg.j(x, one, ranvar = null)$rwg.j else rwg(x[, 1], one, ranvar = null)$rwg
  )
}

groups <- function(sizes, spread) {
  group <- rep(seq_along(sizes), sizes)
  score <- round(pmin(100, pmax(0, rnorm(length(group), 50 + spread * group, 15))), 3)
  fit <- aov(score ~ as.factor(group))
  balanced <- length(unique(sizes)) == 1
  both <- if (balanced) ICC(t(matrix(score, sizes[1])), lmer = FALSE)$results$ICC[c(1, 4)]
  list(group = group, score = score, icc_1 = ICC1(fit), icc_2 = ICC2(fit), psych = both)
}

chance <- function(n, points) {
  list(n = n, points = points, critical = ad.m.sim(gsize = n, nresp = points, nrep = 20000)$ad.m.05)
}

people <- function(n, J, points, missing) {
  mean <- runif(J, 1.5, points - .5)
  x <- t(sapply(1:n, function(i) pmin(points, pmax(1, round(rnorm(J, mean, points / 5))))))
  x[1, ] <- 4
  x[2, 5:J] <- x[2, 5]
  x[sample(length(x), round(missing * length(x)))] <- NA
  list(
    points = points, answers = x,
    longstring = apply(x, 1, function(row) max(rle(row)$lengths)),
    irv = apply(x, 1, sd, na.rm = TRUE),
    person_total = sapply(1:n, function(i) {
      suppressWarnings(cor(x[i, ], colMeans(x[-i, ], na.rm = TRUE), use = "complete.obs"))
    })
  )
}

write_json(list(
  items = list(
    items(5, 5, 3), items(8, 5, 5), items(14, 6, 4), items(20, 7, 11), items(40, 11, 2),
    items(30, 2, 3), items(9, 4, 1)
  ),
  groups = list(groups(c(6, 6, 6, 6), 4), groups(c(5, 9, 14), 6), groups(c(5, 5, 7, 30), 0)),
  chance = mapply(chance, c(5, 8, 10, 14, 20, 10), c(5, 5, 5, 5, 5, 7), SIMPLIFY = FALSE),
  people = list(people(14, 25, 5, 0), people(40, 30, 6, .1))
), "agreement.json", digits = NA, auto_unbox = TRUE, null = "null", na = "null")

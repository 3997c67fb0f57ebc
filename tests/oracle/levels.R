# Level probabilities by pt, shares by prop.test (Wilson) and phyper (finite populations), of R itself.
# Run in this folder with `Rscript levels.R`; it writes levels.json, which the tests read.

library(jsonlite)
set.seed(20261123)

# One group of n people out of N, at random on quarters of five questions.
levels_of <- function(n, N, cuts, at) {
  scores <- pmin(100, pmax(0, round(rnorm(n, at, 20) / 5) * 5))
  se <- sd(scores) / sqrt(n) * if (is.na(N)) 1 else sqrt(1 - n / N)
  below <- pt((cuts - mean(scores)) / se, n - 1)
  list(
    score = scores, people = N, cuts = cuts, se = se,
    interval = mean(scores) + c(-1, 1) * qt(0.975, n - 1) * se,
    probability = diff(c(0, below, 1))
  )
}

five <- c(20, 40, 60, 80)
levels <- list(
  levels_of(14, 20, five, 58), levels_of(14, NA, five, 58), levels_of(5, 8, five, 41),
  levels_of(30, 200, five, 79), levels_of(9, NA, c(50), 50), levels_of(40, 60, c(25, 50, 75), 88)
)

wilson <- function(x, n) {
  ends <- as.numeric(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)
  list(favourable = x, n = n, interval = ends)
}
shares <- list(
  wilson(9, 14), wilson(1, 5), wilson(50, 200), wilson(0, 8), wilson(8, 8), wilson(117, 120)
)

# All K of N under which neither tail is 2.5 % or less.
finite <- function(x, n, N) {
  K <- x:(N - (n - x))
  above <- phyper(x - 1, K, N - K, n, lower.tail = FALSE)
  below <- phyper(x, K, N - K, n)
  kept <- K[above > 0.025 & below > 0.025]
  list(favourable = x, n = n, people = N, lowest = min(kept), highest = max(kept))
}
whole <- list(
  finite(9, 14, 20), finite(0, 5, 8), finite(5, 5, 8), finite(3, 5, 8), finite(14, 14, 20),
  finite(20, 20, 20), finite(31, 50, 200), finite(0, 50, 200), finite(480, 700, 1500)
)

write_json(
  list(made_with = paste0("R ", getRversion()), levels = levels, wilson = shares, finite = whole),
  "levels.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"
)

# Reliability by psych, lavaan, semTools and boot, which we did not write, on data of our own making.
# Run in this folder with `Rscript reliability.R`; it writes reliability.json, which the tests read.
# Every case holds its answers (people by items, null: none), the items' bounds and directions.

suppressMessages({
  library(psych)
  library(lavaan)
  library(semTools)
  library(boot)
  library(jsonlite)
})
set.seed(20260518)
options(digits = 17)

# People differ in one thing, items in how much they show of it and how easy they are to agree with.
answers <- function(n, loadings, low = 1, high = 5, easy = 0) {
  trait <- rnorm(n)
  sapply(loadings, function(l) {
    shown <- l * trait + sqrt(1 - l^2) * rnorm(n) + easy
    middle <- (low + high) / 2
    pmin(high, pmax(low, round(middle + shown * (high - low) / 4)))
  })
}

without <- function(x, share) {
  x[sample(length(x), round(share * length(x)))] <- NA
  x
}

keyed <- function(x, reverse, low, high) {
  for (j in which(reverse)) x[, j] <- low[j] + high[j] - x[, j]
  x
}

# All items on the same number of steps; with one scale this changes nothing.
stretched <- function(x, low, high) {
  most <- max(high - low)
  for (j in seq_len(ncol(x))) x[, j] <- (x[, j] - low[j]) * most / (high - low)[j]
  x
}

# As far as numbers go, not as far as lavaan asks for by default.
factor_of <- function(x) {
  model <- paste("f =~", paste(colnames(x), collapse = " + "))
  tight <- list(rel.tol = 1e-13, x.tol = 1e-13, iter.max = 10000, eval.max = 20000)
  fit <- suppressWarnings(cfa(model, data.frame(x), std.lv = TRUE, control = tight))
  usual <- cfa(model, data.frame(x), std.lv = TRUE)
  estimates <- lavInspect(fit, "est")
  common <- sum(estimates$lambda)^2
  list(
    n = nobs(usual), omega = common / (common + sum(diag(estimates$theta))),
    omega_by_semtools = as.numeric(compRelSEM(usual, obs.var = FALSE)),
    rmsea = as.numeric(fitMeasures(usual, "rmsea"))
  )
}

# psych talks while it works.
alpha_of <- function(y) {
  capture.output(found <- suppressMessages(suppressWarnings(psych::alpha(y, use = "pairwise"))))
  found
}

case <- function(name, x, reverse = rep(FALSE, ncol(x)), low = rep(1, ncol(x)), high = rep(5, ncol(x))) {
  colnames(x) <- paste0("x", seq_len(ncol(x)))
  y <- stretched(keyed(x, reverse, low, high), low, high)
  varies <- apply(y, 2, function(column) var(column, na.rm = TRUE) > 0)
  y <- y[, varies]
  k <- ncol(y)
  together <- min(crossprod(!is.na(y)))
  found <- alpha_of(y)
  values <- eigen(cov2cor(cov(y, use = "pairwise")), only.values = TRUE)$values
  feldt <- alpha.ci(found$total$raw_alpha, together, k)
  r <- cor(y, use = "pairwise")[1, 2]
  list(
    name = name, answers = x, reverse = reverse, low = low, high = high, kept = which(varies) - 1,
    n = sum(complete.cases(y)), n_pairwise = together,
    alpha = found$total$raw_alpha, feldt = c(feldt$lower.ci, feldt$upper.ci),
    item_rest = found$item.stats$r.drop,
    alpha_if_dropped = if (k > 2) found$alpha.drop$raw_alpha else NULL,
    spearman_brown = if (k == 2) 2 * r / (1 + r) else NULL,
    eigenvalue_ratio = values[1] / values[2],
    factor = if (k > 2) factor_of(y) else NULL
  )
}

six <- answers(120, c(.4, .5, .6, .6, .7, .8))
mixed <- c(FALSE, TRUE, FALSE, TRUE, FALSE, FALSE)
turned <- keyed(six, mixed, rep(1, 6), rep(5, 6))
constant <- answers(80, c(.5, .6, .7, .7))
constant[, 2] <- 4
wide <- cbind(answers(90, c(.6, .7)), answers(90, c(.5, .6, .7), 0, 10))
wide[, 3:5] <- pmin(10, pmax(0, wide[, 3:5] + 2 * (wide[, 1] - 3)))
cases <- list(
  case("complete", six),
  case("with missing answers", without(answers(200, c(.4, .5, .6, .7, .7)), .08)),
  case("reversed items", turned, reverse = mixed),
  case("an item that is not reversed but should be", turned, reverse = c(FALSE, TRUE, rep(FALSE, 4))),
  case("an item that everybody answers alike", constant),
  case("two items", answers(60, c(.7, .7))),
  case("two items with missing answers", without(answers(70, c(.7, .6)), .1)),
  case("three items", answers(150, c(.6, .7, .8))),
  case("items on different scales", wide, low = c(1, 1, 0, 0, 0), high = c(5, 5, 10, 10, 10)),
  case("twelve items, skewed, thirty people", answers(30, seq(.5, .8, length.out = 12), easy = .8)),
  case("items that have little in common", answers(300, rep(.25, 5)))
)

# Omega without each person in turn, fitted anew each time.
jackknife <- answers(60, c(.5, .6, .7, .7, .8))
colnames(jackknife) <- paste0("x", 1:5)
each <- sapply(1:60, function(i) factor_of(jackknife[-i, ])$omega)

# How often an item goes against the rest in resamples of people.
doubtful <- without(answers(60, c(.6, .7, .7, .05)), .05)
doubtful[, 4] <- 6 - doubtful[, 4]
against <- function(x, i) alpha_of(x[i, ])$item.stats$r.drop[4] < 0
shares <- boot(data.frame(doubtful), against, R = 4000)

write_json(
  list(
    made_with = paste0(
      "R ", getRversion(), ", psych ", packageVersion("psych"), ", lavaan ", packageVersion("lavaan"),
      ", semTools ", packageVersion("semTools"), ", boot ", packageVersion("boot")
    ),
    cases = cases,
    jackknife = list(answers = jackknife, omegas = each),
    bootstrap = list(answers = doubtful, share = mean(shares$t), resamples = 4000)
  ),
  "reliability.json", digits = NA, auto_unbox = TRUE, na = "null"
)

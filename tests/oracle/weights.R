# Weights and standard errors by R's package survey, which we did not write.
# Run in this folder with `Rscript weights.R`; it writes weights.json, which the tests read.
# People are ours: five answers of 1..5 each, from a trait that differs by function and rank.

suppressMessages(library(survey))
library(jsonlite)
set.seed(20261122)

people <- function(cells) {
  data <- cells[rep(seq_len(nrow(cells)), cells$n), c("group", "rank")]
  shift <- c(it = -0.4, marketing = 0.3, sales = 0.6)[data$group] +
    c(executive = 0.7, manager = 0.2, staff = -0.3)[data$rank]
  trait <- rnorm(nrow(data), shift)
  answers <- sapply(1:5, function(j) findInterval(trait + rnorm(nrow(data)), c(-1.5, -0.5, 0.5, 1.5)))
  data$score <- rowMeans(answers) * 25
  rownames(data) <- NULL
  data
}

cells <- function(n) {
  data.frame(
    group = rep(c("it", "marketing", "sales"), each = 3),
    rank = rep(c("executive", "manager", "staff"), 3), n = n
  )
}

exact <- list(maxit = 5000, epsilon = 1e-13)

case <- function(name, data, functions, ranks) {
  f <- data.frame(group = names(functions), Freq = as.numeric(functions))
  r <- data.frame(rank = names(ranks), Freq = as.numeric(ranks))
  data$size <- as.numeric(functions[data$group])
  data$base <- data$size / as.numeric(table(data$group)[data$group])
  design <- svydesign(ids = ~1, strata = ~group, fpc = ~size, weights = ~base, data = data)
  post <- svydesign(ids = ~1, weights = ~1, data = data)
  post <- suppressWarnings(postStratify(post, ~group, f))
  raked <- rake(design, list(~group, ~rank), list(f, r), control = exact)
  levels <- sort(unique(data$rank))[-1]
  totals <- c(sum(functions), functions[sort(names(functions))][-1], ranks[levels])
  names(totals) <- c("(Intercept)", paste0("group", sort(names(functions))[-1]), paste0("rank", levels))
  calibrated <- calibrate(design, ~ group + rank, totals,
    calfun = "raking", epsilon = 1e-13, maxit = 500
  )
  most <- 3 * mean(weights(raked))
  trimmed <- trimWeights(raked, upper = most, strict = TRUE)
  of <- function(x, d) list(mean = as.numeric(coef(svymean(~score, d))), se = as.numeric(SE(svymean(~score, d))))
  w <- weights(raked)
  # Without the finite population: nobody would be a noticeable part of those they stand for.
  endless <- svydesign(ids = ~1, strata = ~group, weights = ~base, data = data)
  endless <- calibrate(endless, ~ group + rank, totals, calfun = "raking", epsilon = 1e-13, maxit = 500)
  # With it, each person standing for w people: what calibration leaves, by lm instead.
  left <- w * resid(lm(score ~ group + rank, data = data, weights = base)) / sum(w)
  left <- left - ave(left, data$group)
  n <- ave(left, data$group, FUN = length)
  finite <- sqrt(sum(n / (n - 1) * pmax(0, 1 - 1 / w) * left^2))
  list(
    name = name, group = data$group, rank = data$rank, score = data$score,
    functions = as.list(functions), ranks = as.list(ranks),
    post_stratified = as.numeric(weights(post)),
    raked = as.numeric(w), calibrated = as.numeric(weights(calibrated)),
    by_calibrate = of(data, endless), finite_se = finite,
    trimmed = as.numeric(weights(trimmed)),
    kish = length(w) * sum(w^2) / sum(w)^2
  )
}

even <- people(cells(c(4, 9, 17, 5, 8, 20, 6, 12, 25)))
few <- people(cells(c(8, 10, 12, 7, 9, 14, 6, 9, 11)))

write_json(
  list(
    made_with = paste0("R ", getRversion(), ", survey ", packageVersion("survey")),
    cases = list(
      case("close to the roster", even, c(it = 60, marketing = 50, sales = 90),
        c(executive = 22, manager = 60, staff = 118)),
      case("far from it: a few count for many", few, c(it = 50, marketing = 60, sales = 400),
        c(executive = 25, manager = 55, staff = 430))
    )
  ),
  "weights.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"
)

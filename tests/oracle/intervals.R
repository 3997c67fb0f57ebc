# Standard errors and 95 % intervals by R's package survey, which we did not write.
# Run in this folder with `Rscript intervals.R`; it writes intervals.json, which the tests read.
# Every case holds its people: group, scores (NA: none), headcounts (NA: not known).

suppressMessages(library(survey))
library(jsonlite)
set.seed(20260327)
options(digits = 17)

scores_of <- function(n, mean) pmin(100, pmax(0, round(rnorm(n, mean, 18) / 6.25) * 6.25))

people <- function(sizes, means) {
  data.frame(
    group = rep(names(sizes), sizes),
    score = unlist(mapply(scores_of, sizes, means, SIMPLIFY = FALSE), use.names = FALSE)
  )
}

# Each stratum weighs `shares[h]`; where the headcount is not known it is taken to be endless.
design_of <- function(data, shares, headcount) {
  n <- table(data$group)
  data$weight <- as.numeric(shares[data$group] / n[data$group])
  data$size <- as.numeric(ifelse(is.na(headcount), 1e15, headcount)[data$group])
  if (length(n) == 1) {
    svydesign(id = ~1, weights = ~weight, fpc = ~size, data = data)
  } else {
    svydesign(id = ~1, strata = ~group, weights = ~weight, fpc = ~size, data = data)
  }
}

# Variance that stratum h adds: the design's own, with the shares of all other strata at zero.
satterthwaite <- function(data, variable, shares, headcount) {
  total <- sum(shares)
  parts <- sapply(names(shares), function(h) {
    inside <- data[data$group == h, ]
    alone <- design_of(inside, shares[h], headcount[h])
    (shares[h] / total)^2 * as.numeric(SE(svymean(as.formula(paste0("~", variable)), alone)))^2
  })
  n <- table(data$group)[names(shares)]
  sum(parts)^2 / sum(parts^2 / (as.numeric(n) - 1))
}

interval <- function(mean, se, df) mean + c(-1, 1) * qt(0.975, df) * se

case <- function(name, data, headcount, by_headcount = FALSE) {
  groups <- sort(unique(data$group))
  shares <- if (by_headcount) headcount[groups] else setNames(rep(1, length(groups)), groups)
  estimate <- svymean(~score, design_of(data, shares, headcount[groups]))
  df <- satterthwaite(data, "score", shares, headcount[groups])
  list(
    name = name, group = data$group, score = data$score,
    headcount = as.list(headcount), by_headcount = by_headcount,
    mean = as.numeric(coef(estimate)), se = as.numeric(SE(estimate)), df = df,
    interval = interval(as.numeric(coef(estimate)), as.numeric(SE(estimate)), df)
  )
}

two <- people(c(it = 9, marketing = 14), c(45, 62))
three <- people(c(finance = 6, it = 8, sales = 21), c(38, 50, 66))
unknown <- function(data) setNames(rep(NA_real_, length(unique(data$group))), unique(data$group))
one <- people(c(it = 14), 55)

simple <- t.test(one$score)
cases <- list(
  case("one group, headcount not known", one, unknown(one)),
  case("one group of 20", one, c(it = 20)),
  case("two groups, headcounts not known", two, unknown(two)),
  case("two groups, both headcounts known", two, c(it = 12, marketing = 30)),
  case("three groups, one headcount known", three, c(finance = NA, it = 8, sales = 40)),
  case("three groups weighed by headcount", three, c(finance = 9, it = 15, sales = 60), TRUE)
)

# Two dimensions of the same people, weights 1 and 2, some without a score in the second.
# Ratios of totals by group, so that R linearises the means itself (svycontrast, delta method).
composite <- function(name, data) {
  groups <- sort(unique(data$group))
  data$weight <- 1
  for (d in 1:2) for (h in groups) {
    inside <- data$group == h & !is.na(data[[paste0("d", d)]])
    data[[paste("y", d, h, sep = "_")]] <- ifelse(inside, data[[paste0("d", d)]], 0)
    data[[paste("n", d, h, sep = "_")]] <- as.numeric(inside)
  }
  design <- svydesign(id = ~1, strata = ~group, weights = ~weight, data = data)
  columns <- grep("^[yn]_", names(data), value = TRUE)
  totals <- svytotal(as.formula(paste("~", paste(columns, collapse = "+"))), design)
  ratio <- function(d, h) sprintf("(%d/3) * (1/%d) * y_%d_%s / n_%d_%s", d, length(groups), d, h, d, h)
  terms <- outer(1:2, groups, Vectorize(ratio))
  whole <- svycontrast(totals, parse(text = paste(terms, collapse = " + "))[[1]])
  parts <- sapply(groups, function(h) {
    as.numeric(SE(svycontrast(totals, parse(text = paste(ratio(1:2, h), collapse = " + "))[[1]])))^2
  })
  n <- as.numeric(table(data$group)[groups])
  df <- sum(parts)^2 / sum(parts^2 / (n - 1))
  mean <- as.numeric(coef(whole))
  se <- as.numeric(SE(whole))
  list(
    name = name, group = data$group, d1 = data$d1, d2 = data$d2,
    mean = mean, se = se, df = df, interval = interval(mean, se, df)
  )
}

complete <- data.frame(group = two$group, d1 = two$score)
complete$d2 <- pmin(100, pmax(0, complete$d1 + round(rnorm(nrow(two), 0, 12))))
partial <- complete
partial$d2[c(2, 11, 20)] <- NA
composites <- list(composite("complete", complete), composite("three people without d2", partial))

write_json(
  list(
    made_with = paste0("R ", getRversion(), ", survey ", packageVersion("survey")),
    t_test = list(score = one$score, interval = as.numeric(simple$conf.int)),
    cases = cases, composites = composites
  ),
  "intervals.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"
)

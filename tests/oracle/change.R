# Change between two waves, other weights and centred items by base R and effectsize, which we did not write.
# Run in this folder with `Rscript change.R`; it writes change.json, which the tests read.
# Scores are 0..100 in steps of 6.25, as four answers on five points give; `who` are people's ids.

suppressMessages(library(effectsize))
library(jsonlite)
set.seed(20261114)
options(digits = 17)

steps <- function(x) pmin(100, pmax(0, round(x / 6.25) * 6.25))

# n people of whom `both` answer twice; the second wave is `shift` higher, its errors correlate.
waves <- function(n1, n2, both, shift, sd2 = 16) {
  own <- rnorm(n1 + n2 - both, 50, 14)
  before <- data.frame(who = seq_len(n1), score = steps(own[seq_len(n1)] + rnorm(n1, 0, 9)))
  ids <- c(seq_len(both), n1 + seq_len(n2 - both))
  after <- data.frame(who = ids, score = steps(own[ids] + shift + rnorm(n2, 0, 9 * sd2 / 16)))
  list(before = before, after = after)
}

# Derrick, Russ, Toher and White (2017), T_new2, with its degrees of freedom, from the paper's formulas.
overlapping <- function(before, after) {
  pairs <- merge(before, after, by = "who")
  n1 <- nrow(before); n2 <- nrow(after); nc <- nrow(pairs)
  v1 <- var(before$score); v2 <- var(after$score)
  r <- cor(pairs$score.x, pairs$score.y)
  se <- sqrt(v1 / n1 + v2 / n2 - 2 * r * sqrt(v1) * sqrt(v2) * nc / (n1 * n2))
  gamma <- (v1 / n1 + v2 / n2)^2 / ((v1 / n1)^2 / (n1 - 1) + (v2 / n2)^2 / (n2 - 1))
  na <- n1 - nc; nb <- n2 - nc
  df <- (nc - 1) + (gamma - nc + 1) / (na + nb + 2 * nc) * (na + nb)
  d <- mean(after$score) - mean(before$score)
  list(difference = d, se = se, df = df, p = 2 * pt(-abs(d / se), df),
       interval = d + c(-1, 1) * qt(0.975, df) * se)
}

# T_new1: equal variances; only to check the paper's own numbers.
published <- function(a, b, a_paired, b_paired) {
  x <- c(a, a_paired); y <- c(b, b_paired)
  n1 <- length(x); n2 <- length(y); nc <- length(a_paired); na <- length(a); nb <- length(b)
  sp <- sqrt(((n1 - 1) * var(x) + (n2 - 1) * var(y)) / (n1 + n2 - 2))
  t <- (mean(x) - mean(y)) / (sp * sqrt(1 / n1 + 1 / n2 - 2 * cor(a_paired, b_paired) * nc / (n1 * n2)))
  df <- (nc - 1) + (na + nb + nc - 1) / (na + nb + 2 * nc) * (na + nb)
  c(t = t, df = df, p = 2 * pt(-abs(t), df))
}

base_d_av <- function(x, y) (mean(y) - mean(x)) / sqrt((var(x) + var(y)) / 2)

paired <- function(name, data) {
  pairs <- merge(data$before, data$after, by = "who")
  test <- t.test(pairs$score.y, pairs$score.x, paired = TRUE)
  d <- cohens_d(pairs$score.y, pairs$score.x, paired = TRUE)
  list(name = name, before = data$before, after = data$after,
       difference = unname(test$estimate), se = test$stderr, df = unname(test$parameter),
       p = test$p.value, interval = as.numeric(test$conf.int), d_z = d$Cohens_d,
       d_av = base_d_av(data$before$score, data$after$score))
}

welch <- function(name, data) {
  test <- t.test(data$after$score, data$before$score)
  list(name = name, before = data$before, after = data$after,
       difference = unname(test$estimate[1] - test$estimate[2]), se = test$stderr,
       df = unname(test$parameter), p = test$p.value, interval = as.numeric(test$conf.int),
       d_av = base_d_av(data$before$score, data$after$score))
}

partial <- function(name, data) {
  c(list(name = name, before = data$before, after = data$after),
    overlapping(data$before, data$after),
    d_av = base_d_av(data$before$score, data$after$score))
}

# Two functions that weigh alike: variances of differences add up, Satterthwaite's df.
stratified <- function(name, parts) {
  tests <- lapply(parts, function(part) {
    pairs <- merge(part$before, part$after, by = "who")
    if (nrow(pairs) == nrow(part$before) && nrow(pairs) == nrow(part$after)) {
      test <- t.test(pairs$score.y, pairs$score.x, paired = TRUE)
      list(d = unname(test$estimate), se = test$stderr, df = unname(test$parameter))
    } else if (nrow(pairs) >= 5) {
      test <- overlapping(part$before, part$after)
      list(d = test$difference, se = test$se, df = test$df)
    } else {
      test <- t.test(part$after$score, part$before$score)
      list(d = unname(test$estimate[1] - test$estimate[2]), se = test$stderr, df = unname(test$parameter))
    }
  })
  w <- 1 / length(parts)
  d <- sum(sapply(tests, `[[`, "d")) * w
  v <- (sapply(tests, `[[`, "se") * w)^2
  df <- sum(v)^2 / sum(v^2 / sapply(tests, `[[`, "df"))
  list(name = name, parts = parts, difference = d, se = sqrt(sum(v)), df = df,
       interval = d + c(-1, 1) * qt(0.975, df) * sqrt(sum(v)))
}

kitagawa <- function(before, after) {
  groups <- sort(unique(before$group))
  share <- function(x) as.numeric(table(factor(x$group, groups)) / nrow(x))
  m <- function(x) as.numeric(tapply(x$score, factor(x$group, groups), mean))
  p1 <- share(before); p2 <- share(after); m1 <- m(before); m2 <- m(after)
  list(before = before, after = after, difference = mean(after$score) - mean(before$score),
       within = sum((p1 + p2) / 2 * (m2 - m1)), mix = sum((p2 - p1) * (m1 + m2) / 2))
}

mixed <- function(sizes, means) data.frame(
  group = rep(names(sizes), sizes), score = steps(rnorm(sum(sizes), rep(means, sizes), 12))
)

# Levels of two waves that err independently: differences of pt().
moves <- function(m1, se1, df1, m2, se2, df2, cuts = c(20, 40, 60, 80)) {
  level <- function(m, se, df) diff(c(0, pt((cuts - m) / se, df), 1))
  p <- outer(level(m1, se1, df1), level(m2, se2, df2))
  list(before = c(m1, se1, df1), after = c(m2, se2, df2),
       down = sum(p[lower.tri(p)]), up = sum(p[upper.tri(p)]))
}

# Items centred: person and item effects by lm(), weighted, then the mean of all items for everybody.
centred <- function(name, answers, weights) {
  long <- data.frame(
    person = factor(row(answers)), item = factor(col(answers)),
    x = (as.vector(answers) - 1) * 25, w = rep(weights, each = nrow(answers))
  )
  long <- long[!is.na(long$x), ]
  fit <- lm(x ~ person + item, weights = w, data = long)
  grid <- expand.grid(person = levels(long$person), item = levels(long$item))
  fitted <- matrix(predict(fit, grid), nrow(answers))
  list(name = name, answers = answers, weights = weights,
       score = as.numeric(apply(answers, 1, function(x) weighted.mean((x - 1) * 25, weights * !is.na(x), na.rm = TRUE))),
       centred = as.numeric(fitted %*% weights / sum(weights)))
}

answers <- matrix(pmin(5, pmax(1, round(outer(rnorm(18, 3, 0.9), c(0.7, 0.3, 0, -0.4, -0.9), `+`) + rnorm(90, 0, 0.6)))), 18)
skipped <- answers
skipped[1:5, 4:5] <- NA
skipped[6, 1] <- NA
routed <- answers
routed[10:18, 3:5] <- NA

w1 <- mixed(c(it = 8, marketing = 14, sales = 10), c(38, 62, 50))
w2 <- mixed(c(it = 15, marketing = 9, sales = 11), c(45, 61, 52))

write_json(
  list(
    made_with = paste0("R ", getRversion(), ", effectsize ", packageVersion("effectsize")),
    cases = list(
      paired("everybody twice", waves(14, 14, 14, 5)),
      partial("most twice", waves(16, 19, 12, 6)),
      partial("few twice, other variance", waves(22, 13, 6, -4, 30)),
      welch("nobody twice", waves(15, 21, 0, 4)),
      welch("three people twice are too few", waves(11, 12, 3, 4))
    ),
    strata = list(
      stratified("one paired, one overlapping", list(waves(9, 9, 9, 4), waves(14, 12, 8, 7))),
      stratified("one overlapping, one without ids", list(waves(12, 10, 7, 4), waves(8, 11, 0, -3)))
    ),
    published = as.list(published(
      c(20, 21, 16, 18, 14, 12, 14, 17), c(10, 16, 18, 16, 15, 14, 13, 10),
      c(14, 15, 18, 20, 11, 19, 14, 15), c(15, 10, 15, 17, 13, 19, 12, 13)
    )),
    kitagawa = kitagawa(w1, w2),
    levels = list(moves(35, 3, 12, 44, 2.5, 18.3), moves(61, 2, 7, 58.5, 4, 40)),
    centred = list(
      centred("hard questions skipped", skipped, c(1, 1, 1, 1, 1)),
      centred("hard questions put to some only, weights", routed, c(2, 1, 1, 0.5, 1))
    ),
    geometric = list(values = c(35, 62, 48.5), weights = c(1, 2, 1),
                     mean = exp(weighted.mean(log(c(35, 62, 48.5)), c(1, 2, 1))))
  ),
  "change.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null", dataframe = "columns"
)

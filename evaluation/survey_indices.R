# The classical indices of a table (columns team, then one an item) as psych and multilevel give them, one line of JSON.
suppressMessages({library(psych); library(multilevel)})
told <- commandArgs(TRUE)
table <- read.csv(told[1], check.names = FALSE)
low <- as.numeric(told[2]); high <- as.numeric(told[3])
items <- table[, names(table) != "team"]
team <- as.character(table$team)
fit <- aov(rowMeans(items) ~ as.factor(team))
agreed <- rwg.j(items, team, ranvar = ((high - low + 1)^2 - 1) / 12)
most <- awg(items, team, range = c(low, high))
quiet <- function(x) suppressMessages(suppressWarnings(x))
cat(sprintf('{"alpha": %.8f, "omega": %.8f, "icc1": %.8f, "icc2": %.8f, "rwgj": %.8f, "awgj": %.8f}\n',
  quiet(psych::alpha(items))$total$raw_alpha, quiet(psych::omega(items, nfactors = 1, plot = FALSE))$omega.tot,
  ICC1(fit), ICC2(fit), mean(agreed$rwg.j, na.rm = TRUE), mean(most$a.wg, na.rm = TRUE)))

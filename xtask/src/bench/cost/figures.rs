//! Medians with their confidence intervals, and the rows of the table. Must not know the programs.

/// The head of the table.
pub(super) const HEAD: &str = "| a call | | by hand | client | client against by hand | pairs of runs: median (95 %) |\n|---|---|---|---|---|---|";

/// Returns the median of a figure.
pub(super) fn median<T>(all: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    let all = sorted(all.iter().map(figure));
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Prints a row of a figure that is the same in every run.
pub(super) fn show(call: &str, unit: &str, [hand, ours]: [f64; 2]) {
    println!("| {call} | {unit} | {hand:.1} | {ours:.1} | {:+.1}; {:.3} | |", ours - hand, ours / hand);
}

/// Prints a row of a figure that varies. Neighbouring runs are compared, and the median of their
/// ratios is shown with its confidence interval.
pub(super) fn show_pairs<T>(call: &str, unit: &str, [hand, ours]: &[Vec<T>; 2], figure: impl Fn(&T) -> f64) {
    let ratios = sorted(hand.iter().zip(ours).map(|(hand, ours)| figure(ours) / figure(hand)));
    let [low, middle, high] = around_median(&ratios);
    let [hand, ours] = [hand, ours].map(|all| median(all, &figure));
    println!(
        "| {call} | {unit} | {hand:.1} | {ours:.1} | {:+.1}; {:.3} | {middle:.3} ({low:.3} to {high:.3}) |",
        ours - hand,
        ours / hand
    );
}

/// Returns the median between the limits of its 95 % confidence interval. The number of figures
/// below the true median is binomial, so its standard deviation is √n ⁄ 2.
fn around_median(sorted: &[f64]) -> [f64; 3] {
    let count = sorted.len();
    let distance = (0.98 * (count as f64).sqrt()).ceil() as usize;
    let last = count.saturating_sub(1);
    [(count / 2).saturating_sub(distance), count / 2, (count / 2 + distance).min(last)]
        .map(|index| sorted.get(index).copied().unwrap_or_default())
}

fn sorted(all: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    all
}

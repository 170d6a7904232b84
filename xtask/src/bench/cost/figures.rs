//! Medians, and the rows of the table.

/// The table.
pub(super) struct Row;

impl Row {
    pub(super) const HEAD: &str = "| a call | | by hand | client | client against by hand |\n|---|---|---|---|---|";
}

/// The one in the middle.
pub(super) fn median<T>(all: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    let mut all: Vec<f64> = all.iter().map(figure).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// A row: by hand, and ours.
pub(super) fn show(call: &str, unit: &str, [hand, ours]: [f64; 2]) {
    println!("| {call} | {unit} | {hand:.1} | {ours:.1} | {:+.1}; {:.3} |", ours - hand, ours / hand);
}

//! Decoding and encoding of both forms in one process, in turns: what the scratch program does, and its input.

use serde_json::Value;

use super::synthetic::{self, Random, Row};

/// The types that are decoded: one of each group of twenty, so that values nest.
fn chosen(count: usize) -> impl Iterator<Item = usize> {
    (0..count).skip(19).step_by(20).take(12)
}

/// A JSON array with a value for each chosen type.
pub(super) fn values(rows: &[Vec<Row>]) -> String {
    let mut random = Random::new(7);
    chosen(rows.len()).map(|number| synthetic::value(rows, number, 5, &mut random)).collect::<Value>().to_string()
}

/// The program: ratios of the medians of many turns, over 1 where the mirror is faster.
pub(super) fn program(count: usize) -> String {
    let turns: String = chosen(count)
        .enumerate()
        .map(|(place, number)| format!("        turn!({place}, derived::T{number}, mirror::types::T{number});\n"))
        .collect();
    PROGRAM.replace("TURNS", &turns)
}

const PROGRAM: &str = r#"use std::hint::black_box;
use std::time::{Duration, Instant};
use clientwright_runtime::value::json;

fn timed(work: impl Fn()) -> Duration {
    let start = Instant::now();
    for _ in 0..20 {
        work();
    }
    start.elapsed()
}

fn main() {
    let text = std::fs::read_to_string("values.json").expect("the values");
    let all: Vec<Box<serde_json::value::Value>> = serde_json::from_str(&text).expect("JSON");
    let texts: Vec<Vec<u8>> = all.iter().map(|value| serde_json::to_vec(value).expect("JSON")).collect();
    let mut rounds: Vec<[Duration; 6]> = Vec::new();
    for _ in 0..41 {
        let mut sums = [Duration::ZERO; 6];
        macro_rules! turn {
            ($place:expr, $derived:ty, $mirror:ty) => {{
                let text = &texts[$place];
                let derived: $derived = serde_json::from_slice(text).expect("derived");
                let mirror: $mirror = json::from_slice(text).expect("mirror");
                let written = json::to_vec(&mirror).expect("JSON");
                assert!(serde_json::from_slice::<$derived>(&written).expect("derived") == derived);
                sums[0] += timed(|| { black_box(serde_json::from_slice::<$derived>(black_box(text)).is_ok()); });
                sums[1] += timed(|| { black_box(json::from_slice::<$mirror>(black_box(text)).is_ok()); });
                sums[2] += timed(|| { black_box(serde_json::from_slice::<$mirror>(black_box(text)).is_ok()); });
                sums[3] += timed(|| { black_box(serde_json::to_vec(black_box(&derived)).is_ok()); });
                sums[4] += timed(|| { black_box(json::to_vec(black_box(&mirror)).is_ok()); });
                sums[5] += timed(|| { black_box(serde_json::to_vec(black_box(&mirror)).is_ok()); });
            }};
        }
TURNS        rounds.push(sums);
    }
    let ratio = |of: usize, to: usize| {
        let mut ratios: Vec<f64> = rounds.iter().map(|r| r[of].as_secs_f64() / r[to].as_secs_f64()).collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    };
    let bytes: usize = texts.iter().map(Vec::len).sum::<usize>() * 20;
    let speed = |of: usize| bytes as f64 / 1e6 / rounds[rounds.len() / 2][of].as_secs_f64();
    println!("{} values, {} bytes\n", texts.len(), bytes / 20);
    println!("| speed over derive's | decode | encode |\n|---|---|---|");
    println!("| derive, serde_json | 1 ({:.0} MB/s) | 1 ({:.0} MB/s) |", speed(0), speed(3));
    println!("| mirror, as a client reads and writes | {:.2} | {:.2} |", ratio(0, 1), ratio(3, 4));
    println!("| mirror, by a user through serde_json | {:.2} | {:.2} |", ratio(0, 2), ratio(3, 5));
}
"#;

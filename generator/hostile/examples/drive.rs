//! Runs a fuzz target without a fuzzer: one seed after another, for some seconds.
//! `cargo run --release -p hostile --features decoders --example drive -- generate 60 0`

use std::time::{Duration, Instant};

use hostile::{bytes_of, decoders, descriptions};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, seconds, seed] = arguments.as_slice() else { panic!("give a target, seconds and a first seed") };
    let (seconds, first): (u64, u64) = (seconds.parse().unwrap(), seed.parse().unwrap());
    let holds: fn(&[u8]) = match target.as_str() {
        "generate" => |bytes| descriptions::holds(&descriptions::mutated(bytes).1.to_string()),
        "description" => |bytes| descriptions::holds(&String::from_utf8_lossy(bytes)),
        "events" => |bytes| {
            decoders::events(bytes);
            decoders::limited(bytes);
        },
        "link" => decoders::link,
        "retry_after" => decoders::waits,
        "multipart" => decoders::form,
        "json" => decoders::values,
        other => panic!("unknown target {other}"),
    };
    let (started, mut seed) = (Instant::now(), first);
    while started.elapsed() < Duration::from_secs(seconds) {
        let bytes = bytes_of(seed, 8 + usize::try_from(seed % 90).unwrap());
        if std::panic::catch_unwind(|| holds(&bytes)).is_err() {
            eprintln!("seed {seed}");
        }
        seed += 1;
    }
    println!("{target}: {} inputs in {seconds} s", seed - first);
}

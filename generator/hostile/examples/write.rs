//! Writes mutated descriptions with a client into a folder, to compile the clients:
//! `cargo run --release -p hostile --example write -- DIR 40 0 && cargo xtask corpus DIR --check`

use std::fs;
use std::path::Path;

use hostile::{bytes_of, descriptions};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dir, count, seed] = arguments.as_slice() else { panic!("give a folder, a number and a first seed") };
    let (count, first): (usize, u64) = (count.parse().unwrap(), seed.parse().unwrap());
    fs::create_dir_all(dir).unwrap();
    let documents = (first..).map(|seed| (seed, descriptions::mutated(&bytes_of(seed, 48))));
    let mut refused = 0;
    let taken = documents.filter(|(_, (_, document))| {
        let gives = descriptions::gives_client(&document.to_string());
        refused += usize::from(!gives);
        gives
    });
    for (seed, (name, document)) in taken.take(count) {
        fs::write(Path::new(dir).join(format!("{seed:06}-{name}.json")), document.to_string()).unwrap();
    }
    println!("{count} descriptions in {dir}; {refused} gave no client");
}

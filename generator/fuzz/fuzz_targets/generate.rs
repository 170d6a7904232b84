//! Mutated descriptions: the bytes select a description and its mutations.
#![no_main]

use hostile::descriptions;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    descriptions::holds(&descriptions::mutated(bytes).1.to_string());
});

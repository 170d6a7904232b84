//! Mutated descriptions: the bytes choose a description and what becomes of it.
#![no_main]

use hostile::descriptions;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    descriptions::holds(&descriptions::mutated(bytes).1.to_string());
});

//! Arbitrary bytes as a description.
#![no_main]

use hostile::descriptions;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    descriptions::holds(&String::from_utf8_lossy(bytes));
});

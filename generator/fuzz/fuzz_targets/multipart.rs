//! Forms that are written and read back.
#![no_main]

use hostile::decoders;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decoders::form(bytes);
});

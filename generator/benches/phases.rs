//! Measures each phase with descriptions of growing size: time must grow linearly with the
//! description. `cargo bench -p clientwright`.

use clientwright::report::Report;
use clientwright::{Lock, Options, Sources, emit, generate, lower, parse, print, resolve};

/// The allocator of the command. Most of the time is spent on tokens, and most of that on
/// allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Numbers of operations, with two types of ten properties each: 10 are about 20 kB, 10,000 about
/// 20 MB.
const SIZES: [usize; 4] = [10, 100, 1000, 10000];

fn sources(operations: usize) -> Sources {
    let mut text = String::from(
        r#"{"openapi":"3.1.0","info":{"title":"T","version":"1"},"servers":[{"url":"https://a.test"}],"paths":{"#,
    );
    for number in 0..operations {
        let schema = |of: usize| format!(r##"{{"$ref":"#/components/schemas/T{of}"}}"##);
        let comma = if number == 0 { "" } else { "," };
        text.push_str(&format!(
            r#"{comma}"/things/{number}/{{id}}":{{"put":{{"operationId":"put{number}","tags":["t{}"],"summary":"Puts a thing in its place",
            "parameters":[{{"name":"id","in":"path","required":true,"schema":{{"type":"string"}}}}],
            "requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}},
            "responses":{{"200":{{"description":"ok","content":{{"application/json":{{"schema":{}}}}}}}}}}}}}"#,
            number % 20, schema(2 * number), schema(2 * number + 1)
        ));
    }
    text.push_str(r#"},"components":{"schemas":{"#);
    for number in 0..2 * operations {
        let comma = if number == 0 { "" } else { "," };
        let properties: Vec<String> = (0..10)
            .map(|of| {
                format!(r#""property{of}":{{"type":"string","description":"What it is called where it stands"}}"#)
            })
            .collect();
        text.push_str(&format!(
            r#"{comma}"T{number}":{{"type":"object","required":["property1"],"properties":{{{}}}}}"#,
            properties.join(",")
        ));
    }
    text.push_str("}}}");
    Sources::new("spec.json", text)
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn parsing(bencher: divan::Bencher<'_, '_>, size: usize) {
    let sources = sources(size);
    bencher.bench_local(|| parse::parse(&sources, false, &mut Report::default()).is_some());
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn resolving(bencher: divan::Bencher<'_, '_>, size: usize) {
    let sources = sources(size);
    let document = parse::parse(&sources, false, &mut Report::default()).unwrap();
    bencher.bench_local(|| resolve::resolve(&document, false, &mut Report::default()));
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn lowering(bencher: divan::Bencher<'_, '_>, size: usize) {
    let sources = sources(size);
    let document = parse::parse(&sources, false, &mut Report::default()).unwrap();
    let resolved = resolve::resolve(&document, false, &mut Report::default());
    bencher.bench_local(|| lower::lower(&resolved, &options(), &Lock::default(), &mut Report::default()));
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn emitting_and_printing_on_one_core(bencher: divan::Bencher<'_, '_>, size: usize) {
    let sources = sources(size);
    let document = parse::parse(&sources, false, &mut Report::default()).unwrap();
    let resolved = resolve::resolve(&document, false, &mut Report::default());
    let (api, _) = lower::lower(&resolved, &options(), &Lock::default(), &mut Report::default());
    bencher.bench_local(|| {
        let root = emit::Root { custom: false, vendored: false };
        let files = emit::units(&api).into_iter().filter_map(|unit| emit::emit(&api, unit, root));
        files.map(|file| print::print(file, &mut Report::default()).len()).sum::<usize>()
    });
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn everything(bencher: divan::Bencher<'_, '_>, size: usize) {
    let (sources, options) = (sources(size), Options::default());
    bencher.bench_local(|| generate(&sources, &options, &Lock::default()).is_ok());
}

fn options() -> Options {
    Options { crate_name: "bench".to_owned(), ..Options::default() }
}

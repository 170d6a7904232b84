//! The command of `curl()` sends the same bytes as the request. A shell runs the command, with a
//! function in place of curl that keeps its arguments.
#![cfg(unix)]

mod api;

use std::collections::BTreeMap;
use std::process::Command;

use api::{API, Act, BASE, Network, request, response};
use clientwright_runtime::call::{
    Api, BodyKind, Location, Operation, Parameter, RequestBody, Scheme, SchemeKind, Style,
};
use clientwright_runtime::{ClientBuilder, File, Request};

const RAW: RequestBody = RequestBody {
    media_type: "application/octet-stream",
    kind: BodyKind::Raw,
    encodings: &[],
    required: true,
    properties: None,
};
static PUT: Operation = Operation { method: "PUT", body: Some(RAW), ..BASE };
static TEXT: Operation = Operation { body: Some(RequestBody { kind: BodyKind::Text, ..RAW }), ..PUT };
static FORM: Operation = Operation {
    body: Some(RequestBody { media_type: "multipart/form-data", kind: BodyKind::Multipart, ..RAW }),
    ..PUT
};

/// Returns the arguments that a shell passes to curl, and the body that results from them.
fn run(command: &str) -> (Vec<String>, Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    let script = format!(
        "curl() {{ for word in \"$@\"; do printf '%s\\0' \"$word\" >> words; done; \
         case \"$*\" in *'--data-binary @-') cat > body;; esac; }}\n{command}\n"
    );
    std::fs::write(dir.path().join("script"), script).unwrap();
    let mut shell = Command::new("sh");
    shell.current_dir(dir.path()).arg("script").envs([
        ("TOKEN", "s$'\"x"),
        ("HEADER", "h$'\"x"),
        ("QUERY", "q$'\"x"),
        ("COOKIE", "c$'\"x"),
        ("T_KEY", "me"),
        ("T_SECRET", "it"),
        ("USERNAME", "me"),
        ("PASSWORD", "it"),
    ]);
    let out = shell.output().unwrap();
    assert!(out.status.success() && out.stderr.is_empty(), "{command}\n{}", String::from_utf8_lossy(&out.stderr));
    let words = String::from_utf8(std::fs::read(dir.path().join("words")).unwrap()).unwrap();
    let words: Vec<String> = words.trim_end_matches('\0').split('\0').map(str::to_owned).collect();
    let data = words.iter().position(|word| word == "--data-binary").and_then(|at| words.get(at + 1));
    let body = match data.map(|data| (data.as_str(), data.strip_prefix('@'))) {
        None => Vec::new(),
        Some(("@-", _)) => std::fs::read(dir.path().join("body")).unwrap(),
        Some((_, Some(path))) => std::fs::read(path).unwrap(),
        Some((text, None)) => text.as_bytes().to_vec(),
    };
    (words, body)
}

/// Returns the command of a request and its arguments, after checking that its body is that of the
/// request.
fn compared(operation: &'static Operation, record: impl FnOnce(&mut clientwright_runtime::call::Call)) -> String {
    let network = Network::new([Act::Response(response(200, "true"), 1)]);
    let client = ClientBuilder::new(&API).blocking_transport(network.clone()).build().unwrap();
    let request: Request<bool> = request(&client, operation, record);
    request.send_blocking().unwrap();
    let command = request.curl().unwrap();
    let (words, body) = run(&command);
    let sent = network.sent().remove(0);
    assert_eq!(body, sent.body().as_ref(), "{command}");
    for (name, value) in sent.headers() {
        let line = format!("{name}: {}", value.to_str().unwrap());
        assert!(words.contains(&line), "{line} of {command}");
    }
    command
}

#[test]
fn text_stands_in_the_command() {
    let command = compared(&TEXT, |call| call.set_body(&"it's \"$HOME\" `x` \\n!\nü".to_owned()));
    assert!(command.ends_with("--data-binary 'it'\\''s \"$HOME\" `x` \\n!\nü'"), "{command}");
    // curl would interpret a value with this start as a file name.
    let command = compared(&TEXT, |call| call.set_body(&"@/etc/passwd".to_owned()));
    assert!(command.starts_with("printf '@/etc/passwd' | curl"), "{command}");
    compared(&TEXT, |call| call.set_body(&"-n %s \\n '\r\n \u{1} end\n\n".to_owned()));
    compared(&TEXT, |call| call.set_body(&"long enough ".repeat(20_000)));
}

#[test]
fn any_bytes_come_out_as_they_are() {
    let all: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
    let command = compared(&PUT, |call| call.set_body(&File::new(all)));
    assert!(command.starts_with("printf '\\000") && command.ends_with(" --data-binary @-"), "{command}");
}

#[test]
fn forms_and_files_come_out_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("it's a file");
    std::fs::write(&path, b"from\0the disk\xff").unwrap();
    let command = compared(&PUT, |call| call.set_body(&File::open(&path).unwrap()));
    assert!(!command.contains('|'), "{command}");
    compared(&PUT, |call| call.set_body(&File::open_range(&path, 2..9).unwrap()));
    let parts = BTreeMap::from([
        ("a".to_owned(), File::open(&path).unwrap()),
        ("b".to_owned(), File::new(&b"in\0memory\xfe"[..])),
        ("c".to_owned(), File::open_range(&path, 5..8).unwrap()),
    ]);
    let command = compared(&FORM, |call| call.set_body(&parts));
    assert!(command.starts_with("{ printf '\\055-form-"), "{command}");
    // A body that can be read only once is not part of the command. It has to be in the file that
    // the command names.
    let parts = BTreeMap::from([("a".to_owned(), File::from_reader("once".as_bytes(), None))]);
    let client = ClientBuilder::new(&API).build().unwrap();
    let once = request::<bool>(&client, &FORM, |call| call.set_body(&parts)).curl().unwrap();
    assert!(once.contains("; cat < BODY; "), "{once}");
}

#[test]
fn the_shell_puts_secrets_in() {
    const MODE: Parameter = Parameter {
        name: "mode",
        location: Location::Cookie,
        style: Style::Form,
        explode: true,
        reserved: false,
        required: false,
    };
    static SECRET: Operation = Operation { parameters: &[MODE], security: &[&[0, 2, 3, 4]], ..BASE };
    let builder = ClientBuilder::new(&API).basic("a", "b").credential("header", "c").credential("query", "d");
    let client = builder.credential("cookie", "e").build().unwrap();
    let request = request::<bool>(&client, &SECRET, |call| call.set(0, &"it's".to_owned()));
    let (words, _) = run(&request.with_query("q", "'").curl().unwrap());
    assert_eq!(words[2], "https://api.test/v1/things?q=%27&key=q$'\"x");
    // Declared cookies are not secret, and each secret has its own name.
    for word in ["x-key: h$'\"x", "cookie: mode=it%27s; session=c$'\"x", "me:it"] {
        assert!(words.iter().any(|of| of == word), "{word} in {words:?}");
    }
}

const fn key(name: &'static str, kind: SchemeKind, variables: &'static [&'static str]) -> Scheme {
    Scheme { name, kind, variables, oauth2: None, expired: &[] }
}

#[test]
fn a_key_in_the_header_of_tokens_is_a_key() {
    static KEYS: Api = Api {
        schemes: &[
            key("first", SchemeKind::QueryKey("a b"), &["FIRST"]),
            key("second", SchemeKind::HeaderKey("Authorization"), &["SECOND"]),
            key("third", SchemeKind::QueryKey("c"), &[]),
        ],
        ..API
    };
    static ALL: Operation = Operation { security: &[&[0, 1, 2]], ..BASE };
    let builder = ClientBuilder::new(&KEYS).credential("first", "x").credential("second", "Bearer x");
    let client = builder.credential("third", "x").build().unwrap();
    let command = request::<bool>(&client, &ALL, |_| {}).curl().unwrap();
    assert!(command.contains("-H \"authorization: $SECOND\""), "{command}");
    assert!(command.contains(" 'https://api.test/v1/things?a%20b='\"$FIRST\"'&c='\"$THIRD\" "), "{command}");
}

/// Names come from a description, which is not trusted.
#[test]
fn no_name_is_read_as_a_command() {
    static NAMES: Api = Api {
        schemes: &[
            key("`id`", SchemeKind::HeaderKey("x-`id`"), &["A\"; echo \""]),
            key("basic", SchemeKind::Basic, &["B`id`", "C$(id)"]),
            key("query", SchemeKind::QueryKey("'; id; '"), &["D$(id)"]),
        ],
        ..API
    };
    static ALL: Operation = Operation { method: "`id`", security: &[&[0, 1, 2]], ..BASE };
    let builder = ClientBuilder::new(&NAMES).credential("`id`", "x").basic("a", "b").credential("query", "x");
    let (words, _) = run(&request::<bool>(&builder.build().unwrap(), &ALL, |_| {}).curl().unwrap());
    assert_eq!(words[..3], ["-X", "`id`", "https://api.test/v1/things?%27%3B%20id%3B%20%27=q$'\"x"]);
    assert!(words.contains(&"x-`id`: s$'\"x".to_owned()) && words.contains(&"me:it".to_owned()), "{words:?}");
}

#[test]
fn what_curl_reads_in_its_own_way_is_spelled_for_it() {
    static HEAD: Operation = Operation { method: "HEAD", ..BASE };
    let client = ClientBuilder::new(&API).header("x-none", "").build().unwrap();
    let command = request::<bool>(&client, &HEAD, |_| {}).curl().unwrap();
    assert!(command.starts_with("curl -I 'https:") && command.contains("-H 'x-none;'"), "{command}");
    let command = client.call::<bool>("GET", "/things?id[]=1").curl().unwrap();
    assert!(command.starts_with("curl -g -X GET '") && command.contains("?id[]=1'"), "{command}");
}

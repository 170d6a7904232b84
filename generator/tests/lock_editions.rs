//! Locks of both editions of the naming rules: additions to a description never move names.

use std::fmt::Write;

use clientwright::{Edition, Lock, Options, Output, Sources, generate};

/// An operation: tag, method, path, operationId (empty: none).
type Row<'r> = (&'r str, &'r str, &'r str, &'r str);

const OLD: [Row<'_>; 4] = [
    ("items", "post", "/items", "create_item_items_post"),
    ("items", "get", "/items", "get_items"),
    ("pet-controller", "get", "/pets/{id}", "getPetUsingGET"),
    ("pet-controller", "post", "/pets/{id}/wash", ""),
];

/// Operations that compete for the same names and come first.
const NEW: [Row<'_>; 5] = [
    ("items", "get", "/all", "list"),
    ("items", "post", "/more", "create_item"),
    ("pet", "get", "/pet", "get"),
    ("pet-controller", "get", "/first", "pets_get"),
    ("pet-controller", "post", "/dogs/{id}/wash", ""),
];

/// Returns a description with objects as responses and shared errors.
fn description(rows: &[Row<'_>]) -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n");
    let mut paths: Vec<&str> = rows.iter().map(|row| row.2).collect();
    paths.dedup();
    for path in paths {
        writeln!(text, "  {path}:").unwrap();
        for (tag, method, _, id) in rows.iter().filter(|row| row.2 == path) {
            writeln!(text, "    {method}:\n      tags: [{tag}]").unwrap();
            if !id.is_empty() {
                writeln!(text, "      operationId: {id}").unwrap();
            }
            if path.contains("{id}") {
                text.push_str("      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n");
            }
            text.push_str("      responses:\n        '200': { description: d, content: { application/json: { schema: ");
            text.push_str("{ type: object, properties: { a: { type: string } } } } } }\n");
            for status in ["400", "404"] {
                writeln!(text, "        '{status}': {{ $ref: '#/components/responses/E' }}").unwrap();
            }
        }
    }
    text.push_str("components:\n  responses:\n    E: { description: d, content: { application/json: { schema: ");
    text.push_str("{ $ref: '#/components/schemas/E' } } } }\n  schemas:\n    E: { type: object, properties: { b: { type: string } } }\n");
    text
}

fn output(rows: &[Row<'_>], lock: &Lock) -> Output {
    let sources = Sources::new("spec.yaml", description(rows));
    let options = Options { crate_name: "locked".to_owned(), lenient: true, ..Options::default() };
    generate(&sources, &options, lock).unwrap_or_else(|report| panic!("{report:?}"))
}

/// Returns the public paths of a client: functions and types. Equal types are aliases of the first.
fn public(output: &Output) -> Vec<String> {
    let files = output.files.iter().filter(|(path, _)| !path.starts_with("src/runtime"));
    let lines = files.flat_map(|(path, text)| text.lines().map(move |line| (path, line.trim_start())));
    let items = lines
        .filter(|(_, line)| ["pub fn ", "pub struct ", "pub enum ", "pub type "].iter().any(|of| line.starts_with(of)));
    let name = |line: &str| {
        line.split(['(', '{', '=', ';', '<']).next().and_then(|of| of.split(' ').nth(2).map(str::to_owned))
    };
    items.map(|(path, line)| format!("{path} {}", name(line).unwrap_or_default())).collect()
}

fn grows_without_renames(edition: Edition) {
    let first = output(&OLD, &Lock::of_edition(edition));
    let rows: Vec<Row<'_>> = NEW.into_iter().chain(OLD).collect();
    let grown = output(&rows, &first.lock);
    let all = public(&grown);
    for item in public(&first) {
        assert!(all.contains(&item), "{item} is gone from {all:#?}");
    }
    for (kind, item) in ["operation", "type", "errors"]
        .iter()
        .flat_map(|kind| first.lock.entries(kind).map(move |(item, _)| (kind, item)))
    {
        assert_eq!(grown.lock.get(kind, item), first.lock.get(kind, item), "{kind} {item}");
    }
    assert_eq!(grown.lock.edition(), edition);
    // The order of operations has no influence.
    let turned: Vec<Row<'_>> = OLD.into_iter().chain(NEW).collect();
    assert_eq!(output(&turned, &grown.lock).lock, grown.lock);
}

#[test]
fn adding_operations_renames_nothing() {
    grows_without_renames(Edition::First);
    grows_without_renames(Edition::Second);
}

/// A lock as a generator of the first edition wrote it.
const LOCK: &str = "# Names and decisions that must stay the same; written by clientwright, to be committed.\nedition\t-\t1\n\
    errors\tBadRequest E, NotFound E\tBadRequestNotFoundError\n\
    operation\tGET /items\titems.get\noperation\tGET /pets/{id}\tpet_controller.get_pet_using_get\n\
    operation\tPOST /items\titems.create_item_items_post\n\
    operation\tPOST /pets/{id}/wash\tpet_controller.post_pets_id_wash\n\
    resource\titems\titems\nresource\tpet-controller\tpet_controller\ntype\t/components/schemas/E\tE\n\
    type\t/paths/~1items/get/responses/200/content/application~1json/schema\tGetItemsResponse\n\
    type\t/paths/~1items/post/responses/200/content/application~1json/schema\tCreateItemItemsPostResponse\n\
    type\t/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema\tGetPetUsingGetResponse\n\
    type\t/paths/~1pets~1{id}~1wash/post/responses/200/content/application~1json/schema\tPostPetsIdWashResponse\n";

#[test]
fn a_lock_of_the_first_edition_keeps_its_names_and_its_rules() {
    let lock = Lock::parse(LOCK).unwrap();
    let kept = output(&OLD, &lock).lock;
    assert_eq!(kept.edition(), Edition::First);
    for kind in ["errors", "operation", "resource", "type"] {
        assert!(lock.entries(kind).eq(kept.entries(kind)), "{kind}");
    }
    // New items are named by the same rules.
    let rows: Vec<Row<'_>> =
        OLD.into_iter().chain([("items", "delete", "/items", "delete_item_items_delete")]).collect();
    assert_eq!(output(&rows, &lock).lock.get("operation", "DELETE /items"), Some("items.delete_item_items_delete"));
}

#[test]
fn without_a_lock_the_second_edition_counts() {
    let lock = output(&OLD, &Lock::default()).lock;
    let names: Vec<&str> = lock.entries("operation").map(|(_, name)| name).collect();
    assert_eq!(names, ["items.get", "pet.get", "items.create", "pet.wash"]);
    assert_eq!(lock.entries("errors").map(|(_, name)| name).collect::<Vec<_>>(), ["ClientError"]);
    assert!(lock.to_text().contains("edition\t-\t2\n"));
}

#[test]
fn an_unknown_edition_is_refused_and_an_unsaid_one_renames_nothing() {
    assert!(Lock::parse("edition\t-\t3\n").is_err_and(|error| error.contains("knows 1 to 2")));
    assert_eq!(Lock::parse("").map(|lock| lock.edition()), Ok(Edition::Second));
    assert_eq!(Lock::parse("resource\ta\ta\n").map(|lock| lock.edition()), Ok(Edition::First));
}

#[test]
fn request_types_that_clash_keep_their_names() {
    let old = [("things", "get", "/a", "a1")];
    let first = output(&old, &Lock::default());
    let rows = [("things", "get", "/b", "a_1"), ("things", "get", "/a", "a1")];
    let grown = output(&rows, &first.lock);
    assert_eq!(grown.lock.get("request", "GET /a"), Some("A1"), "{}", grown.lock.to_text());
    assert_eq!(grown.lock.get("request", "GET /b"), Some("A1Request"), "{}", grown.lock.to_text());
    let again = output(&rows, &grown.lock);
    assert_eq!(again.lock, grown.lock);
    assert_eq!(again.files, grown.files);
}

//! Names of methods, types and errors by the second edition of the rules: one table for each
//! pattern.

use std::collections::BTreeMap;

use clientwright::{Lock, Options, Output, Sources, generate};
use serde_json::{Map, Value, json};

/// An operation: tag (empty: none), method, path, operationId (empty: none).
type Row<'r> = (&'r str, &'r str, &'r str, &'r str);

/// Returns the parameters of a path.
fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })).collect()
}

fn operation(&(tag, _, path, id): &Row<'_>, schema: &Value) -> Value {
    let mut object = Map::new();
    if !tag.is_empty() {
        object.insert("tags".to_owned(), json!([tag]));
    }
    if !id.is_empty() {
        object.insert("operationId".to_owned(), json!(id));
    }
    object.insert("parameters".to_owned(), Value::Array(parameters(path)));
    let content = json!({ "application/json": { "schema": schema } });
    object.insert("responses".to_owned(), json!({ "200": { "description": "d", "content": content } }));
    Value::Object(object)
}

fn description(rows: &[Row<'_>], schema: &Value) -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for row in rows {
        paths.entry(row.2).or_default().insert(row.1.to_lowercase(), operation(row, schema));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": paths,
    })
}

fn output(description: &Value, lock: &Lock) -> Output {
    let sources = Sources::new("spec.json", description.to_string());
    let options = Options { crate_name: "named".to_owned(), ..Options::default() };
    generate(&sources, &options, lock).unwrap_or_else(|report| panic!("{report:?}"))
}

/// Returns the methods of a description as `resource.method`, in the order of the rows.
fn methods(rows: &[Row<'_>]) -> Vec<String> {
    let output = output(&description(rows, &json!(true)), &Lock::default());
    let name = |row: &Row<'_>| output.lock.get("operation", &format!("{} {}", row.1, row.2)).unwrap_or("-").to_owned();
    rows.iter().map(name).collect()
}

/// Checks the name of the method in descriptions with a single operation.
fn hold(table: &[(Row<'_>, &str)]) {
    for (row, name) in table {
        assert_eq!(methods(&[*row]), [*name], "{row:?}");
    }
}

#[test]
fn fast_api_adds_path_and_method() {
    hold(&[
        (("items", "POST", "/items", "create_item_items_post"), "items.create"),
        (("items", "GET", "/items/{item_id}", "read_item_items__item_id__get"), "items.read"),
        (("", "POST", "/items/", "create_item_items__post"), "items.create"),
        (("auth", "POST", "/api/v1/auth/logout", "logout_api_v1_auth_logout__post"), "auth.logout"),
        (("agents", "DELETE", "/api/v1/agents", "AgentsApiV1AgentsDelete"), "agents.delete"),
        (("users", "GET", "/users/me", "read_users_me_users_me_get"), "users.read_me"),
        (("shop", "GET", "/items", "get_items_items_get"), "shop.get_items"),
        // ASP.NET's ids end with a method too.
        (
            ("fact_finder_service_information", "GET", "/api/ServiceInformation", "FactFinderServiceInformation_Get"),
            "fact_finder_service_information.get",
        ),
    ]);
}

#[test]
fn nest_js_adds_the_controller() {
    hold(&[
        (("cats", "GET", "/cats", "CatsController_findAll"), "cats.find_all"),
        (("Cats", "GET", "/cats/{id}", "CatsController.findOne"), "cats.find_one"),
        (("", "POST", "/cats", "CatsController_create_v1"), "cats.create_v1"),
        (("users", "GET", "/users", "UserlandUsersController_list[0]"), "users.list"),
        (("users", "GET", "/users", "userland_users_controller_list_0"), "users.list"),
        // These are about controllers.
        (("devices", "GET", "/controllers/{id}", "get_controller_status"), "devices.get_controller_status"),
    ]);
}

#[test]
fn a_tag_loses_the_controller_unless_two_would_be_the_same() {
    hold(&[(("pet-controller", "GET", "/pets", "getPetsUsingGET"), "pet.list")]);
    let two = [("pet-controller", "POST", "/pets", "addPet"), ("pet", "POST", "/pet", "feedPet")];
    assert_eq!(methods(&two), ["pet_controller.add", "pet.feed"]);
}

#[test]
fn spring_doc_numbers_methods_of_one_name() {
    let one = [("users", "GET", "/users", "getUsers"), ("admins", "GET", "/admins", "getUsers_1")];
    assert_eq!(methods(&one), ["users.list", "admins.get_users"]);
    let both = [("users", "GET", "/users", "getUsers"), ("users", "GET", "/admins", "getUsers_1")];
    assert_eq!(methods(&both), ["users.list", "users.get_users_1"]);
    hold(&[
        // No other operation has the name, so the number has a meaning.
        (("charts", "GET", "/charts", "getTop_10"), "charts.get_top_10"),
    ]);
}

#[test]
fn springfox_adds_the_method() {
    hold(&[(("users", "GET", "/users/{id}", "getUserUsingGET"), "users.get")]);
    let both = [("users", "GET", "/users", "listUsingGET"), ("users", "GET", "/users/all", "listUsingGET_1")];
    assert_eq!(methods(&both), ["users.list", "users.list_using_get_1"]);
}

#[test]
fn asp_net_and_auto_rest_put_the_class_in_front() {
    hold(&[
        (("Pets", "GET", "/pets", "Pets_List"), "pets.list"),
        (("Pets", "GET", "/pets/{id}", "Pets_GetById"), "pets.get"),
        (("AttributeTemplate", "GET", "/attributetemplates/{id}", "AttributeTemplate_Get"), "attribute_template.get"),
        (("CognitiveAccounts", "DELETE", "/accounts/{name}", "Accounts_Delete"), "cognitive_accounts.delete"),
    ]);
}

#[test]
fn django_puts_the_path_in_front() {
    hold(&[
        (("pets", "PATCH", "/pets/{id}/", "pets_partial_update"), "pets.partial_update"),
        (("pets", "GET", "/api/v1/pets/", "api_v1_pets_list"), "pets.list"),
        (("pets", "GET", "/api/v1/pets/{id}/", "api_v1_pets_retrieve"), "pets.retrieve"),
    ]);
}

#[test]
fn google_puts_the_service_in_front() {
    hold(&[
        (("jobs", "POST", "/projects/{projectId}/jobs/{jobId}/cancel", "bigquery.jobs.cancel"), "jobs.cancel"),
        (("projects", "GET", "/v1/{parent}/queues", "tasks.projects.queues.list"), "projects.queues_list"),
    ]);
}

#[test]
fn kubernetes_puts_the_group_inside() {
    hold(&[(("core_v1", "GET", "/api/v1/nodes", "listCoreV1Node"), "core_v1.list_node")]);
}

#[test]
fn method_and_path_say_nothing_that_a_name_could_not() {
    hold(&[
        (("bookings", "GET", "/bookings", "get_bookings"), "bookings.list"),
        (("", "GET", "/bookings/{bookingId}", "get_bookings_bookingId"), "bookings.get"),
        (("", "GET", "/v1/customers/{customer}", "GetCustomersCustomer"), "customers.get"),
        (("", "POST", "/v1/customers/{customer}", "PostCustomersCustomer"), "customers.update"),
        (("", "GET", "/v1/customers/{customer}/sources", "GetCustomersCustomerSources"), "customers.list_sources"),
        (("", "POST", "/v1/intents/{intent}/cancel", "PostIntentsIntentCancel"), "intents.cancel"),
        (("files", "GET", "/files/{file_id}/comments", "get_files_id_comments"), "files.list_comments"),
        (("tasks", "DELETE", "/tasks/{taskID}/owners/{userID}", "DeleteTasksIDOwnersID"), "tasks.delete_owner"),
    ]);
}

#[test]
fn ids_that_say_something_are_kept() {
    hold(&[
        (("accounting", "GET", "/Invoices", "getInvoices"), "accounting.get_invoices"),
        (("bookings", "POST", "/payments", "createBookingPayment"), "bookings.create_booking_payment"),
        (("uploads", "GET", "/uploads/{id}", "retrieveUpload"), "uploads.retrieve"),
        (("search", "GET", "/search/code", "search/code"), "search.code"),
    ]);
}

#[test]
fn the_resource_goes_wherever_it_is_repeated() {
    hold(&[
        (("pets", "GET", "/pets/{petId}", "getPetById"), "pets.get"),
        (("pets", "GET", "/pets/findByStatus", "findPetsByStatus"), "pets.find_by_status"),
        (("users", "GET", "/users/{id}/avatar", "getUserAvatar"), "users.get_avatar"),
        (("guilds", "POST", "/guilds/{guild_id}/emojis", "create_guild_emoji"), "guilds.create_emoji"),
        (("Access tokens", "DELETE", "/tokens/{id}", "deleteToken"), "access_tokens.delete"),
        (("API v2 Messages", "POST", "/messages", "CreateMessage"), "api_v2_messages.create"),
    ]);
}

#[test]
fn without_an_id_the_shape_of_the_path_decides() {
    let rows = [
        ("", "GET", "/v1/pets", "", "list"),
        ("", "POST", "/v1/pets", "", "create"),
        ("", "DELETE", "/v1/pets", "", "delete_pets"),
        ("", "GET", "/v1/pets/{id}", "", "get"),
        ("", "PUT", "/v1/pets/{id}", "", "replace"),
        ("", "PATCH", "/v1/pets/{id}", "", "update"),
        ("", "DELETE", "/v1/pets/{id}", "", "delete"),
        ("", "POST", "/v1/pets/{id}/feed", "", "feed"),
        ("", "GET", "/v1/pets/{id}/photos", "", "list_photos"),
        ("", "POST", "/v1/pets/{id}/photos", "", "create_photo"),
        ("", "GET", "/v1/pets/{id}/photos/{photo}", "", "get_photo"),
        ("", "POST", "/v1/pets/{id}/photos/{photo}/approve", "", "approve_photo"),
        ("", "PUT", "/v1/pets/{id}/avatar", "", "replace_avatar"),
        ("", "POST", "/v1/pets/{id}/avatar", "", "create_avatar"),
        ("", "GET", "/v1/pets/{id}/settings", "", "get_settings"),
        ("", "GET", "/v1/pets/search", "", "search"),
        ("", "POST", "/v1/pets/search", "", "post_search"),
        ("", "POST", "/v1/{pet}:wash", "", "wash"),
    ];
    let asked: Vec<Row<'_>> = rows.iter().map(|&(tag, method, path, id, _)| (tag, method, path, id)).collect();
    let names: Vec<String> =
        methods(&asked).iter().map(|name| name.split('.').nth(1).unwrap_or("-").to_owned()).collect();
    let wanted: Vec<&str> = rows.iter().map(|row| row.4).collect();
    assert_eq!(names, wanted);
}

#[test]
fn the_response_tells_list_from_get() {
    let rows: [Row<'_>; 1] = [("status", "GET", "/statuses", "")];
    let page =
        json!({ "type": "object", "properties": { "data": { "type": "array", "items": { "type": "string" } } } });
    let single = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let many = json!({ "type": "array", "items": single });
    let cases = [
        (many.clone(), "list"),
        (page.clone(), "list"),
        (json!({ "oneOf": [many, { "type": "null" }] }), "list"),
        (json!({ "allOf": [single, page] }), "list"),
        (single.clone(), "get"),
        (json!({ "anyOf": [single, { "type": "null" }] }), "get"),
    ];
    for (schema, name) in cases {
        let output = output(&description(&rows, &schema), &Lock::default());
        assert_eq!(output.lock.get("operation", "GET /statuses"), Some(format!("status.{name}").as_str()), "{schema}");
    }
}

#[test]
fn the_order_of_operations_decides_nothing() {
    let mut rows = [
        ("pets", "GET", "/pets", "listPets"),
        ("pets", "GET", "/pets/all", "pets_list_all"),
        ("pets", "GET", "/pets/{id}", "getPet"),
        ("pets", "GET", "/pets/{id}/owner", "getPetOwner"),
    ];
    let mut names = methods(&rows);
    rows.reverse();
    names.reverse();
    assert_eq!(methods(&rows), names);
}

#[test]
fn types_are_called_by_what_a_person_wrote() {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let cases = [
        (("items", "POST", "/items", "create_item_items_post"), "CreateItemResponse"),
        (("cats", "GET", "/cats", "CatsController_findAll"), "CatsFindAllResponse"),
        (("", "GET", "/v1/customers/{customer}", "GetCustomersCustomer"), "GetCustomerResponse"),
        (("", "POST", "/v1/customers/{customer}/sources", ""), "CreateCustomerSourceResponse"),
        (("", "POST", "/v1/customers/{customer}/cancel", ""), "CancelCustomerResponse"),
    ];
    for (row, name) in cases {
        let output = output(&description(&[row], &object), &Lock::default());
        let types: Vec<&str> = output.lock.entries("type").map(|(_, name)| name).collect();
        assert_eq!(types, [name], "{row:?}");
    }
}

#[test]
fn composed_names_have_at_most_60_characters() {
    let long =
        "first_part_of_a_name_that_is_much_longer_than_sixty_characters_so_that_it_is_cut_in_the_middle_before_its_end";
    let second = long.replace("much", "more");
    let value = "a value that is a sentence of the description and goes on for much longer than any name of a variant";
    let schema = json!({ "type": "object", "properties": {
        "inner_property_with_a_name": { "type": "object", "properties": {
            "another_inner_property": { "type": "string", "enum": [value, value.replace("much", "more")] } } } } });
    let rows = [("a", "GET", "/a", long), ("a", "GET", "/b", second.as_str())];
    let output = output(&description(&rows, &schema), &Lock::default());
    for (path, code) in output.files.iter().filter(|(path, _)| matches!(path.as_str(), "src/a.rs" | "src/types.rs")) {
        let words = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let words = words.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
        let long: Vec<&str> = words.filter(|word| word.len() > 60).collect();
        assert!(long.is_empty(), "{path}: {long:?}");
    }
    let names: Vec<&str> = output.lock.entries("operation").map(|(_, name)| name).collect();
    assert!(names.iter().all(|name| name.ends_with("its_end")), "{names:?}");
    assert_ne!(names[0], names[1]);
}

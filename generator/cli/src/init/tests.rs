//! Names of modules. Must not write files.

use super::module_name;

#[test]
fn titles_become_names_of_modules() {
    let names = ["Redocly Museum API", "3D Things", "Core", ""].map(module_name);
    assert_eq!(names, ["redocly_museum_api", "api_3d_things", "core_client", "api_client"]);
}

//! Writes objects: records with their other properties, and maps. Must not know the types that are objects.

use super::field::{Field, Map, Record, View};
use super::shape::Shape;
use super::write::Writer;

/// Writes a key and a record.
pub(super) fn write_record(to: &mut Writer, key: &'static str, shape: &'static Shape, record: &dyn Record) {
    to.open(key, b'{');
    for (index, name) in shape.keys.iter().enumerate() {
        record.at(index).write(to, name, shape.is_required(index));
    }
    write_extra(to, record.at(shape.keys.len()));
    to.close(b'}');
}

/// Writes the properties of a record that the description does not name.
pub(super) fn write_extra(to: &mut Writer, extra: &dyn Field) {
    match extra.view() {
        View::Extra(extra) => extra.write_to(to),
        View::Map(map) => write_entries(to, map),
        _ => {}
    }
}

/// Calls `visit` with every property of a record that the description does not name.
pub fn visit_extra(shape: &'static Shape, record: &dyn Record, visit: &mut dyn FnMut(&str, &dyn Field)) {
    match record.at(shape.keys.len()).view() {
        View::Extra(extra) => extra.iter().for_each(|(key, value)| visit(key, value)),
        View::Map(map) => map.each(visit),
        _ => {}
    }
}

/// Writes a key and a map.
pub(super) fn write_map(to: &mut Writer, key: &'static str, map: &dyn Map) {
    to.open(key, b'{');
    write_entries(to, map);
    to.close(b'}');
}

/// Writes the entries of a map, without braces.
pub(super) fn write_entries(to: &mut Writer, map: &dyn Map) {
    map.each(&mut |name, value| {
        to.name(name);
        value.write(to, "", true);
    });
}

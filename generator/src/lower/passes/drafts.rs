//! Finds the records that require a value of a type that the user chose, by themselves or in a record within them. Such a
//! record has no blank value, and is made from a draft when it is read. Must not know how.

use crate::lower::model::{Api, Field, Presence, Shape};

/// Marks the records that are made from a draft.
pub(crate) fn find(api: &mut Api) {
    if api.own_types.is_empty() {
        return;
    }
    // A record may require another one that comes later, so that this is repeated until nothing changes.
    loop {
        let is_drafted = |shape: &Shape| match shape {
            Shape::Record(record) => !record.drafted && record.fields.iter().any(|field| needs_value(api, field)),
            Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) | Shape::Alias(_) => false,
        };
        let found: Vec<usize> = (0..api.types.len()).filter(|index| is_drafted(&api.types[*index].shape)).collect();
        if found.is_empty() {
            return;
        }
        for index in found {
            if let Shape::Record(record) = &mut api.types[index].shape {
                record.drafted = true;
            }
        }
    }
}

fn needs_value(api: &Api, field: &Field) -> bool {
    field.presence == Presence::Required && !api.has_blank(&field.ty)
}

//! The fields and arrays of a response, and their names. Must not know how one page leads to the
//! next.

use crate::lower::model::{Api, Field, Operation, PageBy, Pages, Parameter, ParameterLocation, Presence, Shape, Type};

/// Arrays next to the items: of JSON:API, of errors, and of the sort order.
const BESIDE: [&str; 6] = ["included", "errors", "warnings", "order", "sort", "sortby"];

/// Returns the fields of a response; none for an array.
pub(crate) fn fields<'a>(api: &'a Api, ty: &Type) -> &'a [Field] {
    let Type::Named(id) = ty else { return &[] };
    match &api.type_def(api.without_aliases(*id)).shape {
        Shape::Record(record) => &record.fields,
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => &[],
    }
}

/// Returns the items of an array, after aliases.
pub(crate) fn list<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
    if let Type::Array(item) = ty {
        return Some(item);
    }
    aliased(api, ty).and_then(|target| list(api, target))
}

/// Returns the target of an alias.
fn aliased<'a>(api: &'a Api, ty: &Type) -> Option<&'a Type> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(api.without_aliases(*id)).shape {
        Shape::Alias(target) => Some(target),
        Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

/// Returns the types of a union's variants, or the type itself.
pub(crate) fn variants<'a>(api: &'a Api, ty: &'a Type) -> Vec<&'a Type> {
    let Type::Named(id) = ty else { return vec![ty] };
    match &api.type_def(api.without_aliases(*id)).shape {
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Record(_) | Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) => vec![ty],
    }
}

pub(crate) fn is_text(api: &Api, ty: &Type) -> bool {
    *ty == Type::Text || aliased(api, ty).is_some_and(|target| is_text(api, target))
}

/// Returns the items: those of the array that the response is, of its only array, or of the one at
/// `asked`.
pub(crate) fn items(api: &Api, operation: &Operation, asked: Option<&[String]>) -> Option<Pages> {
    let pages = |items: Vec<String>, field: Option<(String, Presence)>, item: &Type| Pages {
        by: PageBy::Link,
        items,
        more: Vec::new(),
        last: Vec::new(),
        field,
        item: item.clone(),
    };
    if let Some(item) = list(api, &operation.output) {
        return asked.is_none_or(<[String]>::is_empty).then(|| pages(Vec::new(), None, item));
    }
    let arrays = fields(api, &operation.output).iter().filter_map(|field| Some((field, list(api, &field.ty)?)));
    let mut arrays: Vec<_> = arrays
        .filter(|(field, _)| match asked {
            Some([key]) => field.wire == *key,
            Some(_) => false,
            None => !field.boxed,
        })
        .collect();
    if arrays.len() > 1 {
        arrays.retain(|(field, _)| !one_of(&BESIDE, &field.wire));
    }
    let [(field, item)] = arrays.as_slice() else { return None };
    Some(pages(vec![field.wire.clone()], Some((field.name.clone(), field.presence)), item))
}

/// Counts the arrays of a response.
pub(crate) fn arrays(api: &Api, operation: &Operation) -> usize {
    fields(api, &operation.output).iter().filter(|field| list(api, &field.ty).is_some()).count()
}

/// Returns an optional query parameter with one of these names.
pub(crate) fn parameter(operation: &Operation, is: impl Fn(&str) -> bool) -> Option<usize> {
    let fits = |of: &Parameter| of.location == ParameterLocation::Query && !of.required && is(&of.wire);
    operation.parameters.iter().position(fits)
}

/// Returns a name in lower case without punctuation, so that `hasMore`, `has_more` and `HasMore`
/// are equal.
pub(crate) fn plain(wire: &str) -> String {
    wire.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Returns `true` if a name is one of these, as [`plain`] returns them.
pub(crate) fn one_of(names: &[&str], wire: &str) -> bool {
    names.contains(&plain(wire).as_str())
}

pub(crate) fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::I32 | Type::I64 | Type::U32 | Type::U64)
}

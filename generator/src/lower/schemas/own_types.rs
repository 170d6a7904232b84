//! The Rust types that the user chose in place of those of schemas: by `types` and `formats` of the configuration, or by
//! `x-rust-type`. Must not know how such a type is read or written.

use foldhash::HashMap;

use super::classified::Classified;
use super::classify::Kind;
use super::scalars::string;
use crate::lower::model::{Codec, Format, OwnId, OwnType, Type};
use crate::lower::passes::selection::fits;
use crate::options::{DateTypes, IntegerTypes, TypeOptions};
use crate::report::{Code, Diagnostic, Level, Pointer, Report, SourceLocation};
use crate::resolve::{Resolved, Schema, SchemaId, nearest};

/// The chosen types.
#[derive(Debug, Default)]
pub(crate) struct OwnTypes {
    list: Vec<OwnType>,
    by_schema: HashMap<SchemaId, OwnId>,
    /// The values of `format` for which a type was chosen.
    by_name: HashMap<String, OwnId>,
    /// The formats with a type of their own, for which another one was chosen.
    by_format: HashMap<Format, OwnId>,
    /// The types of integers.
    pub integers: IntegerTypes,
}

impl OwnTypes {
    /// Finds the schemas for which a type was chosen. Reports choices without a schema, and texts that do not name a type.
    #[must_use]
    pub(crate) fn find(resolved: &Resolved, options: &TypeOptions, report: &mut Report) -> OwnTypes {
        let mut own = OwnTypes { integers: options.integers, ..OwnTypes::default() };
        own.add_dates(options);
        for (format, path) in &options.formats {
            if let Some(id) = own.checked(path, &SourceLocation::default(), report) {
                own.by_name.insert(format.clone(), id);
            }
        }
        for (index, schema) in resolved.schemas.iter().enumerate() {
            let Some(path) = &schema.annotations.rust_type else { continue };
            if let Some(id) = own.checked(path, &schema.span, report) {
                own.by_schema.insert(SchemaId::new(index), id);
            }
        }
        for (selector, path) in &options.schemas {
            let found = selected(resolved, selector);
            if found.is_empty() {
                report.add(unknown(resolved, selector));
            }
            if let Some(id) = own.checked(path, &SourceLocation::default(), report) {
                own.by_schema.extend(found.into_iter().map(|schema| (schema, id)));
            }
        }
        own
    }

    /// Returns all chosen types.
    pub(crate) fn into_list(self) -> Vec<OwnType> {
        self.list
    }

    /// Returns the type that was chosen for a schema itself.
    #[must_use]
    pub(crate) fn of_schema(&self, id: SchemaId) -> Option<Type> {
        self.by_schema.get(&id).map(|id| Type::Own(*id))
    }

    /// Returns the type that was chosen for a schema, for the target of its alias, or for its format.
    #[must_use]
    pub(crate) fn chosen(&self, schemas: &Classified<'_>, id: SchemaId) -> Option<Type> {
        let mut current = id;
        // A cycle of aliases has been widened, so that the walk ends.
        for _ in 0..=schemas.classes.len() {
            if let Some(own) = self.of_schema(current) {
                return Some(own);
            }
            let schema = schemas.schema(current);
            let by_format = match schemas.class(current).map(|class| &class.kind)? {
                Kind::Same(target) => {
                    current = *target;
                    continue;
                }
                Kind::String => self.or_chosen(schema, string(schema)),
                Kind::Integer | Kind::Number => self.or_chosen(schema, Type::Number),
                Kind::Any | Kind::Never | Kind::Null | Kind::Boolean | Kind::Values(_) => return None,
                Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge => {
                    return None;
                }
            };
            return Some(by_format).filter(|ty| matches!(ty, Type::Own(_)));
        }
        None
    }

    /// Returns the type of an integer whose limits are next to it, in an `allOf` or beside a `$ref`.
    #[must_use]
    pub(crate) fn limited(&self, ty: Type, is_unsigned: bool) -> Type {
        match (self.integers, ty) {
            (IntegerTypes::Unsigned, Type::I32) if is_unsigned => Type::U32,
            (IntegerTypes::Unsigned, Type::I64) if is_unsigned => Type::U64,
            (_, ty) => ty,
        }
    }

    /// Returns the type that was chosen for the format of a string or number, or `plain`.
    #[must_use]
    pub(crate) fn or_chosen(&self, schema: &Schema, plain: Type) -> Type {
        let by_name = schema.format.as_ref().and_then(|format| self.by_name.get(format));
        let by_format = match &plain {
            Type::Formatted(format) => self.by_format.get(format),
            _ => None,
        };
        by_name.or(by_format).map_or(plain, |id| Type::Own(*id))
    }

    /// Adds the types of a crate for dates, and the one for UUIDs.
    fn add_dates(&mut self, options: &TypeOptions) {
        let uuid = options.uuid.then_some((Format::Uuid, UUID));
        let dates = KNOWN.iter().filter(|(dates, ..)| options.dates != DateTypes::Text && *dates == options.dates);
        for (format, path) in dates.map(|(_, format, path)| (*format, *path)).chain(uuid) {
            let id = self.add(OwnType { path: path.to_owned(), codec: Codec::Format(format) });
            self.by_format.insert(format, id);
        }
    }

    fn add(&mut self, own: OwnType) -> OwnId {
        let known = self.list.iter().position(|known| *known == own);
        OwnId::new(known.unwrap_or_else(|| {
            self.list.push(own);
            self.list.len() - 1
        }))
    }

    fn checked(&mut self, path: &str, span: &SourceLocation, report: &mut Report) -> Option<OwnId> {
        if is_type_path(path) {
            return Some(self.add(OwnType { path: path.to_owned(), codec: codec(path) }));
        }
        report.add(Diagnostic {
            level: Level::Error,
            code: Code::RustType,
            span: span.clone(),
            related: Vec::new(),
            message: format!("`{path}` is not the path of a Rust type"),
            help: "write the path from a crate, with its generic arguments: `rust_decimal::Decimal`".to_owned(),
        });
        None
    }
}

/// The types with a conversion in the runtime, each with its crate and its format. The other formats have none: no type of
/// these crates has all their values.
const KNOWN: [(DateTypes, Format, &str); 9] = [
    (DateTypes::Jiff, Format::DateTime, "jiff::Timestamp"),
    (DateTypes::Jiff, Format::Date, "jiff::civil::Date"),
    (DateTypes::Jiff, Format::Duration, "jiff::SpanFieldwise"),
    (DateTypes::Chrono, Format::DateTime, "chrono::DateTime<chrono::FixedOffset>"),
    (DateTypes::Text, Format::DateTime, "chrono::DateTime<chrono::Utc>"),
    (DateTypes::Chrono, Format::Date, "chrono::NaiveDate"),
    (DateTypes::Time, Format::DateTime, "time::OffsetDateTime"),
    (DateTypes::Time, Format::Date, "time::Date"),
    (DateTypes::Text, Format::Uuid, UUID),
];

const UUID: &str = "uuid::Uuid";

/// Returns the conversion of a type.
fn codec(path: &str) -> Codec {
    let path: String = path.chars().filter(|c| *c != ' ').collect();
    let known = KNOWN.iter().find(|(.., known)| *known == path);
    known.map_or(Codec::Serde, |(_, format, _)| Codec::Format(*format))
}

/// Returns `true` for the path of a type, with generic arguments that are such paths. A description cannot say more: no text
/// of it becomes an expression.
fn is_type_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_:<>, ".contains(c);
    let is_path = matches!(syn::parse_str::<syn::Type>(text), Ok(syn::Type::Path(path)) if path.qself.is_none());
    is_path && text.chars().all(is_plain)
}

/// Returns the schemas that a selector names: a JSON pointer, `Schema.property`, or the name of a component, with `*` for
/// any characters.
fn selected(resolved: &Resolved, selector: &str) -> Vec<SchemaId> {
    if let Some(pointer) = selector.strip_prefix('#') {
        let has_pointer = |schema: &&(usize, &Schema)| fits(pointer, schema.1.span.pointer.as_str());
        let all = resolved.schemas.iter().enumerate();
        return all.filter(|schema| has_pointer(&schema)).map(|(index, _)| SchemaId::new(index)).collect();
    }
    let named = || resolved.named.iter();
    let whole: Vec<SchemaId> = named().filter(|(name, _)| fits(selector, name)).map(|(_, id)| *id).collect();
    if !whole.is_empty() {
        return whole;
    }
    let Some((owner, property)) = selector.rsplit_once('.') else { return Vec::new() };
    let owners = named().filter(|(name, _)| fits(owner, name)).map(|(_, id)| resolved.schema(*id));
    let properties = owners.flat_map(|schema| own_properties(resolved, schema));
    properties.filter(|(name, _)| fits(property, name)).map(|(_, id)| *id).collect()
}

/// Returns the properties of a schema, and those of the parts of its `allOf` that have no name.
fn own_properties<'r>(
    resolved: &'r Resolved,
    schema: &'r Schema,
) -> Box<dyn Iterator<Item = &'r (String, SchemaId)> + 'r> {
    let parts = schema.all_of.iter().map(|id| resolved.schema(*id)).filter(|part| part.component.is_none());
    Box::new(schema.properties.iter().chain(parts.flat_map(|part| own_properties(resolved, part))))
}

fn unknown(resolved: &Resolved, selector: &str) -> Diagnostic {
    let names = resolved.named.iter().map(|(name, _)| name.as_str());
    Diagnostic {
        level: Level::Error,
        code: Code::RustType,
        span: SourceLocation::value(SourceLocation::default().file, Pointer::default()),
        related: Vec::new(),
        message: format!("`types.{selector}` matches no schema of the description"),
        help: match nearest(selector, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "use the name of a schema, `Schema.property`, or a JSON pointer, each with `*` for any characters"
                .to_owned(),
        },
    }
}

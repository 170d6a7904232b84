//! [`Names`]: the Rust path of each item of the description, for programs that are generated against a client, such as the proof.
//!
//! Must not contain what is sent: programs read the description themselves.

mod pages;

pub use pages::PagesNames;

use serde::Serialize;

use crate::emit::names::pages::pages_names;
use crate::emit::operations::facts::member_field;
use crate::emit::tokens::types::format_name;
use crate::lower::model::{
    Api, Argument, Body, Codec, Field, Operation, OwnType, ParameterLocation, Presence, Record, Resource, Shape,
    Status, Type, TypeDef, Union,
};

/// All names of a client. Paths begin with `client::`, whatever the name of the crate.
#[derive(Debug, Clone, Serialize)]
pub struct Names {
    /// The types, without aliases.
    pub types: Vec<TypeNames>,
    /// The aliases: path, and the type that each stands for.
    pub aliases: Vec<(String, String)>,
    /// The operations, in the order of resources.
    pub operations: Vec<OperationNames>,
    /// The statics of response headers: wire name, path and type.
    pub headers: Vec<(String, String, String)>,
    /// The keys of the supported security schemes, and whether each is HTTP Basic.
    pub schemes: Vec<(String, bool)>,
    /// The types that the user chose: path, and the type of `formats` whose text it is. `None`: serde converts it.
    pub own_types: Vec<(String, Option<&'static str>)>,
}

/// A type.
#[derive(Debug, Clone, Serialize)]
pub struct TypeNames {
    /// The location of its schema.
    pub pointer: String,
    /// `client::types::Upload`
    pub path: String,
    /// Its fields, values or variants.
    pub shape: ShapeNames,
}

/// The shape of a type.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapeNames {
    /// An object, or a tuple.
    Record {
        /// Its properties, or the items of the tuple.
        members: Vec<MemberNames>,
        /// The struct that `new` takes, if it takes one.
        required: Option<String>,
        /// The type of additional properties, or any JSON.
        rest: Option<String>,
        /// `true` for a tuple.
        array: bool,
    },
    /// An enum of strings: wire value and variant.
    Values(Vec<(String, String)>),
    /// An enum of integers: their type; wire value and constant.
    Numbers(String, Vec<(String, String)>),
    /// A union.
    Union(Vec<VariantNames>),
}

/// A property.
#[derive(Debug, Clone, Serialize)]
pub struct MemberNames {
    /// The wire name.
    pub wire: String,
    /// The field, and the setter if it has one.
    pub name: String,
    /// The Rust type of its value.
    pub ty: String,
    /// `true` if the field is boxed.
    pub boxed: bool,
    /// The wrapper of the field: `T`, `Option<T>` that a constructor takes, `Option<T>`,
    /// `Maybe<T>`.
    pub presence: PresenceName,
    /// `true` if constructors set it, because it has a single allowed value.
    pub constant: bool,
    /// `true` if constructors set it to the discriminator value of a variant.
    pub tag: bool,
}

/// The wrapper of a field.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PresenceName {
    /// `T`, an argument of the constructor.
    Required,
    /// `Option<T>`, an argument of the constructor.
    RequiredNullable,
    /// `Option<T>`, with a setter.
    Optional,
    /// `Maybe<T>`, with a setter.
    OptionalNullable,
}

/// A variant of a union.
#[derive(Debug, Clone, Serialize)]
pub struct VariantNames {
    /// The variant.
    pub name: String,
    /// The Rust type of its value.
    pub ty: String,
    /// `true` if the value is boxed.
    pub boxed: bool,
}

/// An operation.
#[derive(Debug, Clone, Serialize)]
pub struct OperationNames {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `uploads().create`
    pub call: String,
    /// The arguments of the method, in order.
    pub arguments: Vec<ArgumentNames>,
    /// The setters of the request.
    pub setters: Vec<ArgumentNames>,
    /// The media type of the request body.
    pub body: Option<String>,
    /// The Rust type that it returns.
    pub output: String,
    /// The enum of declared errors, and for each error: status, variant, whether it contains the
    /// status, type.
    pub errors: Option<(String, Vec<ErrorNames>)>,
    /// The responses whose bodies are read: status and media type.
    pub responses: Vec<(String, String)>,
    /// The link from one page of the response to the next.
    pub pages: Option<PagesNames>,
}

/// A variant of an enum of declared errors.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorNames {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// The variant.
    pub name: String,
    /// The Rust type of its value.
    pub ty: String,
}

/// An input of a call.
#[derive(Debug, Clone, Serialize)]
pub struct ArgumentNames {
    /// `path`, `query`, `header`, `cookie`; `member` for a property of a spread body; `body` for a
    /// whole body.
    pub place: &'static str,
    /// The wire name. Empty for a whole body.
    pub wire: String,
    /// The setter.
    pub name: String,
    /// The Rust type of its value.
    pub ty: String,
    /// The wrapper in which it is passed.
    pub presence: PresenceName,
}

/// Collects the names of a client.
#[must_use]
pub fn names(api: &Api) -> Names {
    let types = api.types.iter().filter_map(|def| type_names(api, def)).collect();
    let operations = api.resources.iter().flat_map(|of| of.operations.iter().map(move |operation| (of, operation)));
    let header = |of: &crate::lower::model::Header| {
        (of.wire.clone(), format!("client::headers::{}", of.name), rust(api, &of.ty))
    };
    Names {
        types,
        aliases: api.types.iter().filter_map(|def| alias(api, def)).collect(),
        operations: operations.map(|(resource, operation)| operation_names(api, resource, operation)).collect(),
        headers: api.headers.iter().map(header).collect(),
        schemes: api
            .schemes
            .iter()
            .map(|of| (of.wire.clone(), of.kind == crate::lower::model::SchemeKind::Basic))
            .collect(),
        own_types: api.own_types.iter().map(own_type).collect(),
    }
}

fn own_type(own: &OwnType) -> (String, Option<&'static str>) {
    let format = match own.codec {
        Codec::Serde => None,
        Codec::Format(format) => Some(format_name(format)),
    };
    (own.path.clone(), format)
}

fn alias(api: &Api, def: &TypeDef) -> Option<(String, String)> {
    match &def.shape {
        Shape::Alias(ty) => Some((path(&def.name), rust(api, ty))),
        Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

fn type_names(api: &Api, def: &TypeDef) -> Option<TypeNames> {
    let shape = match &def.shape {
        Shape::Record(record) => record_names(api, def, record),
        Shape::Enum(values) => ShapeNames::Values(values.iter().map(|of| (of.wire.clone(), of.name.clone())).collect()),
        Shape::Numbers(of) => {
            let values = of.values.iter().map(|of| (of.wire.clone(), of.name.clone())).collect();
            ShapeNames::Numbers(rust(api, &of.ty), values)
        }
        Shape::Union(union) => ShapeNames::Union(variants(api, union)),
        Shape::Alias(_) => return None,
    };
    Some(TypeNames { pointer: def.span.pointer.as_str().to_owned(), path: path(&def.name), shape })
}

fn record_names(api: &Api, def: &TypeDef, record: &Record) -> ShapeNames {
    ShapeNames::Record {
        members: record.fields.iter().map(|field| member(api, field)).collect(),
        required: def.required_name.as_deref().map(path),
        rest: record.rest.as_ref().map(|rest| rust(api, &rest.ty)),
        array: record.array,
    }
}

fn member(api: &Api, field: &Field) -> MemberNames {
    MemberNames {
        wire: field.wire.clone(),
        name: field.name.clone(),
        ty: rust(api, &field.ty),
        boxed: field.boxed,
        presence: presence(field.presence),
        constant: field.constant,
        tag: field.preset.is_some(),
    }
}

fn presence(presence: Presence) -> PresenceName {
    match presence {
        Presence::Required => PresenceName::Required,
        Presence::RequiredNullable => PresenceName::RequiredNullable,
        Presence::Optional => PresenceName::Optional,
        Presence::OptionalNullable => PresenceName::OptionalNullable,
    }
}

fn variants(api: &Api, union: &Union) -> Vec<VariantNames> {
    let name = |variant: &crate::lower::model::Variant| VariantNames {
        name: variant.name.clone(),
        ty: rust(api, &variant.ty),
        boxed: variant.boxed,
    };
    union.variants.iter().map(name).collect()
}

fn operation_names(api: &Api, resource: &Resource, operation: &Operation) -> OperationNames {
    let all = all_arguments(api, operation);
    let is_argument = |argument: &Argument| operation.arguments.contains(argument);
    let argument = |of: &Argument| all.iter().find(|(argument, _)| argument == of).map(|(_, names)| names.clone());
    OperationNames {
        method: operation.method.clone(),
        path: operation.path.clone(),
        call: format!("{}().{}", resource.name, operation.name),
        arguments: operation.arguments.iter().filter_map(argument).collect(),
        setters: all.iter().filter(|(argument, _)| !is_argument(argument)).map(|(_, names)| names.clone()).collect(),
        body: operation.body.as_ref().map(|body| body.media_type.clone()),
        output: rust(api, &operation.output),
        errors: errors(api, resource, operation),
        responses: operation.responses.iter().filter_map(response).collect(),
        pages: operation.pages.as_ref().map(|pages| pages_names(operation, pages)),
    }
}

fn response(response: &crate::lower::model::DeclaredResponse) -> Option<(String, String)> {
    response.content.as_ref().map(|content| (status(response.status), content.media_type.clone()))
}

fn errors(api: &Api, resource: &Resource, operation: &Operation) -> Option<(String, Vec<ErrorNames>)> {
    let errors = operation.errors.as_ref()?;
    let variants = operation.declared_errors();
    let variants = variants.iter().map(|variant| ErrorNames {
        status: status(variant.status),
        name: variant.name.clone(),
        ty: rust(api, &variant.ty),
    });
    Some((format!("client::{}::{}", resource.name, errors.type_name), variants.collect()))
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Returns all inputs of a call.
fn all_arguments(api: &Api, operation: &Operation) -> Vec<(Argument, ArgumentNames)> {
    let parameter = |(number, parameter): (usize, &crate::lower::model::Parameter)| {
        let place = match parameter.location {
            ParameterLocation::Path => "path",
            ParameterLocation::Query => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        };
        let (wire, name, ty) = (parameter.wire.clone(), parameter.name.clone(), rust(api, &parameter.ty));
        (Argument::Parameter(number), ArgumentNames { place, wire, name, ty, presence: PresenceName::Required })
    };
    let mut all: Vec<_> = operation.parameters.iter().enumerate().map(parameter).collect();
    let Some(body) = &operation.body else { return all };
    let members = body.spread.as_ref().map_or(0, Vec::len);
    all.extend(
        (0..members).filter_map(|number| Some((Argument::BodyField(number), spread_member(api, body, number)?))),
    );
    let (ty, presence) = (rust(api, &body.ty), PresenceName::Required);
    all.push((
        Argument::Body,
        ArgumentNames { place: "body", wire: String::new(), name: "body".to_owned(), ty, presence },
    ));
    all
}

fn spread_member(api: &Api, body: &Body, number: usize) -> Option<ArgumentNames> {
    let field = member_field(api, body, number)?;
    let name = body.spread.as_ref()?.get(number)?.name.clone();
    let (wire, ty, presence) = (field.wire.clone(), rust(api, &field.ty), presence(field.presence));
    Some(ArgumentNames { place: "member", wire, name, ty, presence })
}

fn path(name: &str) -> String {
    format!("client::types::{name}")
}

/// Returns a type as code outside of the client.
fn rust(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Nothing => "()".to_owned(),
        Type::Text => "String".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U32 => "u32".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::Number => "client::Number".to_owned(),
        Type::Any => "serde_json::Value".to_owned(),
        Type::Bytes => "bytes::Bytes".to_owned(),
        Type::File => "client::File".to_owned(),
        Type::Formatted(format) => format!("client::formats::{}", format_name(*format)),
        Type::Optional(inner) => format!("Option<{}>", rust(api, inner)),
        Type::Array(inner) => format!("Vec<{}>", rust(api, inner)),
        Type::Map(inner) => format!("std::collections::BTreeMap<String, {}>", rust(api, inner)),
        Type::Named(id) => path(&api.type_def(*id).name),
        Type::Own(id) => api.own_type(*id).path.clone(),
    }
}

//! The functions of types: `build` uses constructor and setters, `show` uses the fields. Must not
//! know operations.

use std::fmt::Write;

use crate::names::{MemberNames, Names, Presence, ShapeNames, TypeNames, VariantNames};

/// Returns the text of `src/types.rs`.
pub(super) fn text(names: &Names) -> String {
    let mut out = "use client::Maybe;\nuse serde_json::{Value, json};\n\nuse crate::members::{self, Fields, Members};\nuse crate::proof::{self, BuildResult, ProvedType};\n".to_owned();
    for names in &names.types {
        out.push_str(&implementation(names));
    }
    for (path, format) in &names.own_types {
        out.push_str(&match format {
            None => format!("\nproof::chosen_type!({path});\n"),
            Some(format) => formatted(path, format),
        });
    }
    out
}

/// Implements the trait for a type of another crate that is the text of a format, with the conversions of the client.
fn formatted(path: &str, format: &str) -> String {
    let krate = path.split("::").next().unwrap_or_default();
    let (parsed, text) = match path {
        "jiff::SpanFieldwise" => (".map(|value| value.fieldwise())", "value.0"),
        "chrono::DateTime<chrono::FixedOffset>" => ("", "value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)"),
        "chrono::DateTime<chrono::Utc>" => (".map(|value| value.to_utc())", "*value"),
        _ => ("", "*value"),
    };
    format!(
        "\nproof::chosen_format!({path}, client::formats::{format}, |text| text.to_{krate}(){parsed}, |value| {text});\n"
    )
}

fn implementation(names: &TypeNames) -> String {
    let (build, show) = match &names.shape {
        ShapeNames::Record { members, required, rest, array } => (
            build_record(names, members, required.as_deref(), rest.as_deref(), *array),
            show_record(members, rest.as_deref(), *array),
        ),
        ShapeNames::Values(values) => (build_values(values), show_values(values)),
        ShapeNames::Numbers(ty, values) => (build_numbers(ty, values), show_numbers()),
        ShapeNames::Union(variants) => (build_union(variants), show_union(variants)),
    };
    let files = match &names.shape {
        ShapeNames::Union(variants) => files_of_union(variants),
        ShapeNames::Record { .. } | ShapeNames::Values(_) | ShapeNames::Numbers(..) => String::new(),
    };
    let path = &names.path;
    format!(
        "\nimpl ProvedType for {path} {{\n    fn build(value: &Value) -> BuildResult<Self> {{\n{build}    }}\n    \
         fn show(&self) -> Value {{\n{show}    }}\n{files}    \
         fn encode(&self) -> Option<Value> {{ proof::encoded(self) }}\n    \
         fn round_trip(text: &str) -> BuildResult<Value> {{ proof::round_trip::<Self>(text) }}\n}}\n"
    )
}

/// Returns `true` for fields that constructors take: required ones that they do not set themselves.
fn is_argument(member: &MemberNames) -> bool {
    !member.constant
        && !member.discriminator
        && matches!(member.presence, Presence::Required | Presence::RequiredNullable)
}

/// Returns the value of a required field as constructors take it.
fn required_value(member: &MemberNames) -> String {
    let ty = match member.presence {
        Presence::RequiredNullable => format!("Option<{}>", member.ty),
        Presence::Required | Presence::Optional | Presence::OptionalNullable => member.ty.clone(),
    };
    format!("members.required::<{ty}>({:?})?", member.wire)
}

fn build_record(
    names: &TypeNames,
    members: &[MemberNames],
    required: Option<&str>,
    rest: Option<&str>,
    array: bool,
) -> String {
    let mut out =
        format!("        let mut members = Members::{}(value)?;\n", if array { "from_array" } else { "from_object" });
    for member in members.iter().filter(|of| of.constant) {
        let _ = writeln!(out, "        members.skip({:?});", member.wire);
    }
    let arguments = members.iter().filter(|of| is_argument(of));
    let arguments = match required {
        Some(path) => {
            let fields: Vec<String> = arguments.map(|of| format!("{}: {}", of.name, required_value(of))).collect();
            format!("{path} {{ {} }}", fields.join(", "))
        }
        None => arguments.map(required_value).collect::<Vec<_>>().join(", "),
    };
    let _ = writeln!(out, "        let mut it = {}::new({arguments});", names.path);
    for member in members.iter().filter(|of| !of.constant && !is_argument(of)) {
        out.push_str(&if member.discriminator { discriminator(member) } else { optional(member) });
    }
    out.push_str(match (array, rest) {
        (true, None) => "        it.extra.extend(members.further_items());\n",
        (true, Some(_)) => {
            "        for value in members.further_items() { it.extra.push(ProvedType::build(&value)?); }\n"
        }
        (false, None) => "        for (key, value) in members.undefined()? { it.extra.insert(key, value); }\n",
        (false, Some(_)) => {
            "        for (key, value) in members.additional() { it.extra.insert(key, ProvedType::build(&value)?); }\n"
        }
    });
    out.push_str("        Ok(it)\n");
    out
}

/// Sets the field that constructors set to the discriminator value, which may be another one in the
/// sample.
fn discriminator(member: &MemberNames) -> String {
    let MemberNames { wire, name, ty, .. } = member;
    let value = match member.presence {
        Presence::Required => format!("members.required::<{ty}>({wire:?})?"),
        Presence::RequiredNullable => format!("members.required::<Option<{ty}>>({wire:?})?"),
        Presence::Optional => format!("members.optional::<{ty}>({wire:?})?"),
        Presence::OptionalNullable => format!("members.nullable::<{ty}>({wire:?})?.unwrap_or(Maybe::Absent)"),
    };
    format!("        it.{name} = {value};\n")
}

fn optional(member: &MemberNames) -> String {
    let MemberNames { wire, name, ty, boxed, presence, .. } = member;
    match (presence, boxed) {
        (Presence::OptionalNullable, true) => format!(
            "        match members.nullable::<{ty}>({wire:?})? {{\n            None => {{}}\n            \
             Some(Maybe::Value(value)) => it = it.{name}(value),\n            Some(_) => it.{name} = Maybe::Null,\n        }}\n"
        ),
        (Presence::OptionalNullable, false) => {
            format!("        if let Some(value) = members.nullable::<{ty}>({wire:?})? {{ it = it.{name}(value); }}\n")
        }
        (Presence::Optional | Presence::Required | Presence::RequiredNullable, _) => {
            format!("        if let Some(value) = members.optional::<{ty}>({wire:?})? {{ it = it.{name}(value); }}\n")
        }
    }
}

fn show_record(members: &[MemberNames], rest: Option<&str>, array: bool) -> String {
    let mut out = "        let mut fields = Fields::default();\n".to_owned();
    for member in members {
        let method = match member.presence {
            Presence::Required | Presence::RequiredNullable => "required",
            Presence::Optional => "optional",
            Presence::OptionalNullable => "nullable",
        };
        let _ = writeln!(out, "        fields.{method}({:?}, &self.{});", member.wire, member.name);
    }
    out.push_str(match (array, rest) {
        (true, _) => "        fields.further_items(&self.extra);\n        fields.array()\n",
        (false, Some(_)) => "        fields.additional(&self.extra);\n        fields.object()\n",
        (false, None) => "        fields.undefined(&self.extra);\n        fields.object()\n",
    });
    out
}

fn build_values(values: &[(String, String)]) -> String {
    let arms: String =
        values.iter().map(|(wire, name)| format!("            Some({wire:?}) => Ok(Self::{name}),\n")).collect();
    format!(
        "        match value.as_str().filter(|_| crate::digits::digits(value).is_none()) {{\n{arms}            Some(text) => text.parse::<Self>().map_err(|_| format!(\"the enum does not accept {{value}}\")),\n            None => Err(format!(\"a string from {{value}}\")),\n        }}\n"
    )
}

fn show_values(values: &[(String, String)]) -> String {
    let arms: String =
        values.iter().map(|(wire, name)| format!("            Self::{name} => json!({wire:?}),\n")).collect();
    format!(
        "        match self {{\n{arms}            _ => json!(format!(\"(unknown value) {{}}\", self.as_str())),\n        }}\n"
    )
}

fn build_numbers(ty: &str, values: &[(String, String)]) -> String {
    // Parsed, so that nothing else than a number becomes code.
    let number = |wire: &String| wire.parse::<i128>().ok();
    let arms: String = values
        .iter()
        .filter_map(|(wire, name)| Some(format!("            {} => Ok(Self::{name}),\n", number(wire)?)))
        .collect();
    format!(
        "        match <{ty} as ProvedType>::build(value)? {{\n{arms}            _ => Err(format!(\"the enum has no constant {{value}}\")),\n        }}\n"
    )
}

fn show_numbers() -> String {
    "        if self.is_known() { json!(self.0) } else { json!(format!(\"(unknown value) {}\", self.0)) }\n".to_owned()
}

/// Returns the code that builds a union: one function for each variant, from which `members`
/// chooses.
fn build_union(variants: &[VariantNames]) -> String {
    let mut out = "        let variants: &[fn(&Value) -> BuildResult<Self>] = &[\n".to_owned();
    for VariantNames { name, ty, boxed } in variants {
        let held = if *boxed { "Box::new(held)" } else { "held" };
        let _ =
            writeln!(out, "            |value| <{ty} as ProvedType>::build(value).map(|held| Self::{name}({held})),");
    }
    out + "        ];\n        members::variant(value, variants)\n"
}

fn files_of_union(variants: &[VariantNames]) -> String {
    let arms: String =
        variants.iter().map(|of| format!("            Self::{}(held) => held.files(),\n", of.name)).collect();
    format!("    fn files(&self) -> usize {{\n        match self {{\n{arms}            _ => 0,\n        }}\n    }}\n")
}

fn show_union(variants: &[VariantNames]) -> String {
    let arms: String =
        variants.iter().map(|of| format!("            Self::{}(held) => held.show(),\n", of.name)).collect();
    format!("        match self {{\n{arms}            _ => json!(\"(unknown variant)\"),\n        }}\n")
}

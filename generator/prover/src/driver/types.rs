//! The functions of a type: `build` by its constructor and setters, `show` by its fields.

use std::fmt::Write;

use crate::names::{MemberNames, Names, Presence, ShapeNames, TypeNames, VariantNames};

/// `src/types.rs`
pub(super) fn text(names: &Names) -> String {
    let mut out = "use client::Maybe;\nuse serde_json::{Value, json};\n\nuse crate::members::{self, Members, Shown};\nuse crate::proof::{self, Built, Proved};\n".to_owned();
    for of in &names.types {
        let (build, show) = match &of.shape {
            ShapeNames::Record { members, required, rest, array } => (
                build_record(of, members, required.as_deref(), rest.as_deref(), *array),
                show_record(members, rest.as_deref(), *array),
            ),
            ShapeNames::Values(values) => (build_values(values), show_values(values)),
            ShapeNames::Numbers(ty, values) => (build_numbers(ty, values), show_numbers()),
            ShapeNames::Union(variants) => (build_union(variants), show_union(variants)),
        };
        let files = match &of.shape {
            ShapeNames::Union(variants) => files_of_union(variants),
            ShapeNames::Record { .. } | ShapeNames::Values(_) | ShapeNames::Numbers(..) => String::new(),
        };
        let path = &of.path;
        let _ = write!(
            out,
            "\nimpl Proved for {path} {{\n    fn build(value: &Value) -> Built<Self> {{\n{build}    }}\n    \
             fn show(&self) -> Value {{\n{show}    }}\n{files}    \
             fn encode(&self) -> Option<Value> {{ proof::written(self) }}\n    \
             fn again(text: &str) -> Built<Value> {{ proof::again::<Self>(text) }}\n}}\n"
        );
    }
    out
}

/// Members that constructors take: those that are required and have no value by themselves.
fn is_argument(member: &MemberNames) -> bool {
    !member.constant && !member.tag && matches!(member.presence, Presence::Required | Presence::RequiredNullable)
}

/// A required member as constructors take it.
fn needed(member: &MemberNames) -> String {
    let ty = match member.presence {
        Presence::RequiredNullable => format!("Option<{}>", member.ty),
        Presence::Required | Presence::Optional | Presence::OptionalNullable => member.ty.clone(),
    };
    format!("of.need::<{ty}>({:?})?", member.wire)
}

fn build_record(
    of: &TypeNames,
    members: &[MemberNames],
    required: Option<&str>,
    rest: Option<&str>,
    array: bool,
) -> String {
    let mut out = format!("        let mut of = Members::{}(value)?;\n", if array { "places" } else { "of" });
    for member in members.iter().filter(|of| of.constant) {
        let _ = writeln!(out, "        of.skip({:?});", member.wire);
    }
    let arguments = members.iter().filter(|of| is_argument(of));
    let arguments = match required {
        Some(path) => {
            let fields: Vec<String> = arguments.map(|of| format!("{}: {}", of.name, needed(of))).collect();
            format!("{path} {{ {} }}", fields.join(", "))
        }
        None => arguments.map(needed).collect::<Vec<_>>().join(", "),
    };
    let _ = writeln!(out, "        let mut it = {}::new({arguments});", of.path);
    for member in members.iter().filter(|of| !of.constant && !is_argument(of)) {
        out.push_str(&if member.tag { told_apart(member) } else { optional(member) });
    }
    out.push_str(match (array, rest) {
        (true, None) => "        it.extra.extend(of.others());\n",
        (true, Some(_)) => "        for value in of.others() { it.extra.push(Proved::build(&value)?); }\n",
        (false, None) => "        for (key, value) in of.rest()? { it.extra.insert(key, value); }\n",
        (false, Some(_)) => "        for (key, value) in of.all() { it.extra.insert(key, Proved::build(&value)?); }\n",
    });
    out.push_str("        Ok(it)\n");
    out
}

/// What constructors set to the tag is as the sample has it, which need be no variant of a union.
fn told_apart(member: &MemberNames) -> String {
    let MemberNames { wire, name, ty, .. } = member;
    let value = match member.presence {
        Presence::Required => format!("of.need::<{ty}>({wire:?})?"),
        Presence::RequiredNullable => format!("of.need::<Option<{ty}>>({wire:?})?"),
        Presence::Optional => format!("of.may::<{ty}>({wire:?})?"),
        Presence::OptionalNullable => format!("of.maybe::<{ty}>({wire:?})?.unwrap_or(Maybe::Absent)"),
    };
    format!("        it.{name} = {value};\n")
}

fn optional(member: &MemberNames) -> String {
    let MemberNames { wire, name, ty, boxed, presence, .. } = member;
    match (presence, boxed) {
        (Presence::OptionalNullable, true) => format!(
            "        match of.maybe::<{ty}>({wire:?})? {{\n            None => {{}}\n            \
             Some(Maybe::Value(value)) => it = it.{name}(value),\n            Some(_) => it.{name} = Maybe::Null,\n        }}\n"
        ),
        (Presence::OptionalNullable, false) => {
            format!("        if let Some(value) = of.maybe::<{ty}>({wire:?})? {{ it = it.{name}(value); }}\n")
        }
        (Presence::Optional | Presence::Required | Presence::RequiredNullable, _) => {
            format!("        if let Some(value) = of.may::<{ty}>({wire:?})? {{ it = it.{name}(value); }}\n")
        }
    }
}

fn show_record(members: &[MemberNames], rest: Option<&str>, array: bool) -> String {
    let mut out = "        let mut to = Shown::default();\n".to_owned();
    for member in members {
        let how = match member.presence {
            Presence::Required | Presence::RequiredNullable => "need",
            Presence::Optional => "may",
            Presence::OptionalNullable => "maybe",
        };
        let _ = writeln!(out, "        to.{how}({:?}, &self.{});", member.wire, member.name);
    }
    out.push_str(match (array, rest) {
        (true, _) => "        to.others(&self.extra);\n        to.array()\n",
        (false, Some(_)) => "        to.typed(&self.extra);\n        to.object()\n",
        (false, None) => "        to.rest(&self.extra);\n        to.object()\n",
    });
    out
}

fn build_values(values: &[(String, String)]) -> String {
    let arms: String =
        values.iter().map(|(wire, name)| format!("            Some({wire:?}) => Ok(Self::{name}),\n")).collect();
    format!(
        "        match value.as_str().filter(|_| crate::digits::digits(value).is_none()) {{\n{arms}            Some(text) => text.parse::<Self>().map_err(|_| format!(\"the enum takes no {{value}}\")),\n            None => Err(format!(\"text of {{value}}\")),\n        }}\n"
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
    // As a number, so that no other text can be written as code.
    let number = |wire: &String| wire.parse::<i128>().ok();
    let arms: String = values
        .iter()
        .filter_map(|(wire, name)| Some(format!("            {} => Ok(Self::{name}),\n", number(wire)?)))
        .collect();
    format!(
        "        match <{ty} as Proved>::build(value)? {{\n{arms}            _ => Err(format!(\"the enum knows no {{value}}\")),\n        }}\n"
    )
}

fn show_numbers() -> String {
    "        if self.is_known() { json!(self.0) } else { json!(format!(\"(unknown value) {}\", self.0)) }\n".to_owned()
}

/// A list of what each variant makes of a value, from which `members` takes one.
fn build_union(variants: &[VariantNames]) -> String {
    let mut out = "        let variants: &[fn(&Value) -> Built<Self>] = &[\n".to_owned();
    for VariantNames { name, ty, boxed } in variants {
        let held = if *boxed { "Box::new(held)" } else { "held" };
        let _ = writeln!(out, "            |value| <{ty} as Proved>::build(value).map(|held| Self::{name}({held})),");
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

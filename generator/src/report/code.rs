//! The codes of diagnostics: one for each kind of mistake that a user would look up. A number never
//! changes its meaning and is never reused. Must not know where a mistake is found.
//!
//! The first two digits are the area: 01 the text, 02 the description and its keywords, 03
//! references, 04 paths, parameters, responses and security, 05 schemas, 06 overlays, 07 the
//! command line, 09 bugs of the generator.

use std::fmt;

/// Defines the enum and its methods from one table. A code without an explanation does not compile.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $number:literal $name:literal,)*) => {
        /// The kind of mistake of a [`super::Diagnostic`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// All codes, by number.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// Returns the number: `CW0301`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $number,)*
                }
            }

            /// Returns the name: `unresolved-ref`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }

            /// Returns the explanation, as Markdown.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("explain/", $number, ".md")),)*
                }
            }
        }
    };
}

codes! {
    /// The text is not YAML.
    BrokenYaml = "CW0101" "broken-yaml",
    /// The text is not JSON.
    BrokenJson = "CW0102" "broken-json",
    /// Too many levels of nesting.
    TooDeep = "CW0103" "too-deep",
    /// YAML aliases that expand too much.
    AliasBomb = "CW0104" "alias-bomb",
    /// A duplicate key of a mapping.
    DuplicateKey = "CW0105" "duplicate-key",
    /// A part that exceeds a limit.
    TooLarge = "CW0106" "too-large",

    /// A text that is neither OpenAPI nor Swagger.
    NotADescription = "CW0201" "not-a-description",
    /// A version that is not supported.
    UnknownVersion = "CW0202" "unknown-version",
    /// A missing required keyword.
    MissingKeyword = "CW0203" "missing-keyword",
    /// A value of the wrong type, such as an array instead of a mapping.
    WrongKind = "CW0204" "wrong-kind",
    /// A value that is not one of those that the keyword allows.
    WrongValue = "CW0205" "wrong-value",
    /// An unknown keyword.
    UnknownKeyword = "CW0206" "unknown-keyword",

    /// A reference without a target.
    UnresolvedRef = "CW0301" "unresolved-ref",
    /// A reference to a missing file.
    MissingFile = "CW0302" "missing-file",
    /// A reference to the network.
    NetworkRef = "CW0303" "network-ref",
    /// A circular reference.
    CircularRef = "CW0304" "circular-ref",
    /// A keyword next to `$ref` in OpenAPI 3.0.
    RefSiblings = "CW0305" "ref-siblings",

    /// A path without a leading slash.
    BadPath = "CW0401" "bad-path",
    /// A method in capitals.
    BadMethod = "CW0402" "bad-method",
    /// A key of `responses` that is not a status.
    BadStatus = "CW0403" "bad-status",
    /// A template expression without its parameter.
    UndeclaredPathParameter = "CW0404" "undeclared-path-parameter",
    /// A path parameter without its template expression.
    UnusedPathParameter = "CW0405" "unused-path-parameter",
    /// A template expression in another notation.
    ForeignTemplate = "CW0406" "foreign-template",
    /// A path parameter that is not required.
    OptionalPathParameter = "CW0407" "optional-path-parameter",
    /// Two parameters with the same name and location.
    DuplicateParameter = "CW0408" "duplicate-parameter",
    /// Two operations with the same operationId.
    DuplicateOperationId = "CW0409" "duplicate-operation-id",
    /// A `style` that is not supported in this location.
    Style = "CW0410" "style",
    /// A query string of a media type that is not supported.
    QueryString = "CW0411" "querystring",
    /// A header parameter that OpenAPI ignores.
    OwnedHeader = "CW0412" "owned-header",
    /// A parameter without a type.
    UntypedParameter = "CW0413" "untyped-parameter",
    /// A requirement that names no security scheme.
    UnknownSecurityScheme = "CW0414" "unknown-security-scheme",
    /// A security scheme that is not supported yet.
    SecurityScheme = "CW0415" "security-scheme",
    /// `x-pagination` that is not supported.
    Pagination = "CW0416" "pagination",
    /// A name that is invalid for a header or cookie.
    FieldName = "CW0417" "field-name",
    /// A body of a response that cannot have one.
    NoBody = "CW0418" "no-body",
    /// Responses that look like pages, but do not define the way from one to the next.
    Unpaged = "CW0419" "unpaged",
    /// Part of an Encoding Object that has no effect.
    Encoding = "CW0421" "encoding",
    /// A body or a header that is only partly read or written.
    BodyInPart = "CW0431" "body-in-part",
    /// A keyword of a parameter that has no effect.
    ParameterInPart = "CW0432" "parameter-in-part",

    /// A `type` that JSON Schema does not know.
    UnknownType = "CW0501" "unknown-type",
    /// A keyword in a schema that JSON Schema does not know.
    UnknownSchemaKeyword = "CW0502" "unknown-schema-keyword",
    /// A name in `required` without a property.
    RequiredNothing = "CW0503" "required-nothing",
    /// A keyword of a schema that only limits values.
    Limit = "CW0504" "limit",
    /// A keyword of JSON Schema that a Rust type cannot express.
    Unsaid = "CW0505" "unsaid",
    /// A `default`.
    Default = "CW0506" "default",
    /// `readOnly` and `writeOnly`.
    Direction = "CW0507" "direction",
    /// An enum of numbers without names.
    EnumOfNumbers = "CW0508" "enum-of-numbers",
    /// `defaultMapping` to a schema that is not a variant.
    DefaultMapping = "CW0509" "default-mapping",
    /// Schemas of different types that apply together.
    Merge = "CW0510" "merge",
    /// An alias of itself.
    EndlessType = "CW0511" "endless-type",
    /// A schema that requires itself.
    EndlessValue = "CW0512" "endless-value",
    /// Additional properties with several schemas.
    TypedRest = "CW0513" "typed-rest",
    /// A discriminator that does not distinguish all variants.
    Discriminator = "CW0531" "discriminator",

    /// An invalid overlay.
    BrokenOverlay = "CW0601" "broken-overlay",
    /// A target or `copy` that is not a JSONPath query.
    BrokenQuery = "CW0602" "broken-query",
    /// A target that selects nothing.
    SelectsNothing = "CW0603" "selects-nothing",
    /// A selection that does not fit the action.
    WrongSelection = "CW0604" "wrong-selection",
    /// A value that cannot be merged into another.
    NoMerge = "CW0605" "no-merge",
    /// A feature that Overlay 1.0 does not have.
    LaterOverlay = "CW0606" "later-overlay",
    /// An overlay that exceeds a limit.
    OverlayBound = "CW0607" "overlay-bound",

    /// A selector of `--only` without a match.
    Only = "CW0701" "only",
    /// A Rust type for a schema that is not a type, or whose schema does not exist.
    RustType = "CW0702" "rust-type",

    /// A bug of the generator.
    Internal = "CW0901" "internal-error",
}

impl Code {
    /// Returns a code by its number, in any case, or by its name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text) || code.name() == text)
    }

    /// Returns `true` if an ignored part is probably a mistake, and worth a note. Others are only
    /// counted.
    #[must_use]
    pub fn is_mistake(self) -> bool {
        let as_it_should_be = [
            Code::OwnedHeader,
            Code::BodyInPart,
            Code::RefSiblings,
            Code::Limit,
            Code::Unsaid,
            Code::Default,
            Code::Direction,
            Code::EnumOfNumbers,
            Code::DefaultMapping,
            Code::NoBody,
            Code::Unpaged,
            Code::Discriminator,
        ];
        !as_it_should_be.contains(&self)
    }

    /// Returns the title of the explanation, without the number.
    #[must_use]
    pub fn title(self) -> &'static str {
        let heading = self.explanation().lines().next().unwrap_or_default();
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! The runtime's files, as they are copied into each generated crate. A test holds the list against the folder.

use std::collections::BTreeMap;

use crate::print::HEADER;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../runtime/src/runtime/", $path)))),*]
    };
}

/// The files by path below the crate's folder, each with the header in front.
#[must_use]
pub(crate) fn all() -> BTreeMap<String, String> {
    LIST.iter().map(|(path, text)| (format!("src/runtime/{path}"), format!("{HEADER}\n\n{text}"))).collect()
}

const LIST: &[(&str, &str)] = files![
    "call/arguments.rs",
    "call/encode.rs",
    "call/flat.rs",
    "call/form.rs",
    "call/mod.rs",
    "call/operation.rs",
    "call/paging.rs",
    "call/place.rs",
    "client/base.rs",
    "client/body.rs",
    "client/builder.rs",
    "client/credentials.rs",
    "client/curl.rs",
    "client/environment.rs",
    "client/events.rs",
    "client/events_blocking.rs",
    "client/feed.rs",
    "client/header.rs",
    "client/mod.rs",
    "client/options.rs",
    "client/pager.rs",
    "client/pages.rs",
    "client/pages_blocking.rs",
    "client/plan.rs",
    "client/request.rs",
    "client/response.rs",
    "client/secret.rs",
    "client/sending.rs",
    "core/answer.rs",
    "core/body.rs",
    "core/frames.rs",
    "core/location.rs",
    "core/mod.rs",
    "core/now.rs",
    "core/plan.rs",
    "core/retry.rs",
    "core/step.rs",
    "error/declared.rs",
    "error/display.rs",
    "error/kind.rs",
    "error/mod.rs",
    "error/payload.rs",
    "error/retry_after.rs",
    "mod.rs",
    "transport/blocking.rs",
    "transport/closure.rs",
    "transport/driver.rs",
    "transport/driver_blocking.rs",
    "transport/gathered.rs",
    "transport/mod.rs",
    "transport/over_reqwest.rs",
    "transport/sleep.rs",
    "transport/tls.rs",
    "value/blank.rs",
    "value/containers.rs",
    "value/convert.rs",
    "value/copy.rs",
    "value/debug.rs",
    "value/extra.rs",
    "value/field.rs",
    "value/fit.rs",
    "value/formats.rs",
    "value/json.rs",
    "value/leaf.rs",
    "value/leaves.rs",
    "value/maybe.rs",
    "value/model.rs",
    "value/mod.rs",
    "value/number.rs",
    "value/open.rs",
    "value/places.rs",
    "value/raw.rs",
    "value/read.rs",
    "value/read_number.rs",
    "value/same.rs",
    "value/shim.rs",
    "value/trail.rs",
    "value/union.rs",
    "value/walk.rs",
    "value/write.rs",
];

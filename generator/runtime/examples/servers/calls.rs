//! The calls, in a process of their own, because proxies are read from the environment when a
//! client is created.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use clientwright_runtime::call::{Api, DeclaredResponse, Operation, ResponseContent, Status};
use clientwright_runtime::{Client, ClientBuilder, Error, FromResponse, Request};
use serde_json::Value;

use crate::nginx::Nginx;

const NAMES: [&str; 5] = ["SERVERS_WHAT", "SERVERS_BASE", "SERVERS_ROOT", "SERVERS_WAY", "SERVERS_FILE"];
const PROXIES: [&str; 8] =
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"];

static API: Api = Api {
    user_agent: "servers/1.0",
    servers: &[],
    server_variables: &[],
    base_url_variable: None,
    schemes: &[],
    needs_credentials: false,
    error_messages: &[],
};

const fn get(path: &'static str) -> Operation {
    Operation {
        name: "things.get",
        method: "GET",
        path,
        servers: &[],
        parameters: &[],
        body: None,
        responses: &[DeclaredResponse {
            status: Status::Code(200),
            content: ResponseContent::Json,
            media_type: "application/json",
            variant: None,
        }],
        errors: None,
        idempotency_key: None,
        security: &[],
    }
}

static THINGS: Operation = get("/things");
static LARGE: Operation = get("/large.json");
static FILE: Operation = get("/file");

/// A call that a child process makes, blocking and async.
pub(crate) struct Call {
    what: &'static str,
    base: String,
    root: Option<PathBuf>,
    way: String,
    to: PathBuf,
}

impl Call {
    fn new(what: &'static str, base: &str) -> Call {
        Call { what, base: base.to_owned(), root: None, way: String::new(), to: PathBuf::new() }
    }

    /// Requests a small JSON document.
    pub(crate) fn json(base: &str) -> Call {
        Call::new("json", base)
    }

    /// Requests a large JSON document.
    pub(crate) fn large(base: &str) -> Call {
        Call::new("large", base)
    }

    /// Downloads a file to this path, async or blocking.
    pub(crate) fn file(base: &str, way: &str, to: &Path) -> Call {
        Call { way: way.to_owned(), to: to.to_owned(), ..Call::new("file", base) }
    }

    /// Trusts the server's certificate authority.
    pub(crate) fn trusting(self, nginx: &Nginx) -> Call {
        Call { root: Some(nginx.root()), ..self }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        for name in NAMES.iter().chain(&PROXIES) {
            command.env_remove(name);
        }
        command.env(NAMES[0], self.what).env(NAMES[1], &self.base).env(NAMES[3], &self.way).env(NAMES[4], &self.to);
        if let Some(root) = &self.root {
            command.env(NAMES[2], root);
        }
        command
    }

    /// Starts the child process.
    pub(crate) fn start(&self) -> Child {
        self.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

/// Runs a child process with these further variables and returns the outcomes of its calls,
/// blocking ones first.
pub(crate) fn called(call: &Call, variables: &[(&str, &str)]) -> Vec<String> {
    let output = call.command().envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// Returns `true` if this process is a child that makes the calls.
pub(crate) fn is_child() -> bool {
    std::env::var_os(NAMES[0]).is_some()
}

/// Makes the calls and prints their outcomes.
pub(crate) fn run() {
    let [what, base, root, way, to] = NAMES.map(|name| std::env::var(name).ok());
    let mut builder = ClientBuilder::new(&API).base_url(base.unwrap());
    if let Some(root) = root {
        builder = builder.root_certificate(&std::fs::read(root).unwrap());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    if what.as_deref() == Some("file") {
        let request = request::<Value>(&builder.retries(8).build().unwrap(), &FILE);
        let (way, to) = (way.unwrap(), to.unwrap());
        let bytes = match way.as_str() {
            "blocking" => request.download_to_blocking(&to),
            _ => runtime.block_on(request.download_to(&to)),
        };
        return println!("{way} {} bytes", bytes.unwrap());
    }
    let client = builder.retries(0).build().unwrap();
    let is_large = what.as_deref() == Some("large");
    let request = request::<Value>(&client, if is_large { &LARGE } else { &THINGS });
    println!("blocking {}", shown(request.send_blocking()));
    println!("async {}", shown(runtime.block_on(request.send())));
}

fn request<T: FromResponse>(client: &Client, operation: &'static Operation) -> Request<T> {
    Request::new(client, operation.call())
}

fn shown(outcome: Result<Value, Error>) -> String {
    match outcome {
        Ok(Value::Array(items)) => format!("{} items", items.len()),
        Ok(value) => value.to_string(),
        Err(error) => {
            let status = error.status().map(|status| status.as_u16());
            eprintln!("{error}");
            format!("{:?} {status:?} {}", error.kind(), error.attempts())
        }
    }
}

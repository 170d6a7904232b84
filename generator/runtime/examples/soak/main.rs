//! Makes a very large number of calls to a server in this process that occasionally fails: each
//! call must end with its own response, and the memory must not grow.
//!
//!     cargo run --release -p clientwright-runtime --example soak -- [--calls 100000]
//!     [--concurrency 64] [--faults 5] [--blocking]
//!
//! It exits with 1 if a call ends with another response than its own, or with an error before all
//! attempts were made, or if the memory grows in the second half.

mod server;
mod tally;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clientwright_runtime::call::{Api, DeclaredResponse, Operation, ResponseContent, Status};
use clientwright_runtime::{Client, ClientBuilder, Error, Request};
use tally::Tally;

static API: Api = Api {
    user_agent: "soak/1.0",
    servers: &[],
    server_variables: &[],
    base_url_variable: None,
    schemes: &[],
    needs_credentials: false,
    error_messages: &[],
};

static NUMBER: Operation = Operation {
    name: "numbers.get",
    method: "GET",
    path: "/numbers",
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
};

/// The largest number of retries.
const RETRIES: u32 = 2;

/// The options of the command line.
struct Asked {
    calls: u64,
    concurrency: u64,
    /// The percentage of requests that fail.
    faults: u64,
    blocking: bool,
}

impl Asked {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
        let mut asked = Asked { calls: 100_000, concurrency: 64, faults: 5, blocking: false };
        while let Some(word) = words.next() {
            let to = match word.as_str() {
                "--calls" => &mut asked.calls,
                "--concurrency" => &mut asked.concurrency,
                "--faults" => &mut asked.faults,
                "--blocking" => {
                    asked.blocking = true;
                    continue;
                }
                other => return Err(format!("`{other}` is not known")),
            };
            let number = words.next().and_then(|text| text.parse().ok());
            *to = number.ok_or_else(|| format!("{word} needs a number"))?;
        }
        Ok(asked)
    }
}

fn main() -> ExitCode {
    let outcome =
        Asked::read(std::env::args().skip(1)).and_then(|asked| run(&asked).map_err(|error| error.to_string()));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(what) => {
            eprintln!("soak: {what}");
            ExitCode::FAILURE
        }
    }
}

/// Returns `true` if all calls ended as expected.
fn run(asked: &Asked) -> Result<bool, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let server = runtime.block_on(server::start(asked.faults))?;
    let client = ClientBuilder::new(&API)
        .base_url(format!("http://{}", server.address))
        .retries(RETRIES)
        // A call that hangs is ended by this timeout, and counts as lost.
        .deadline(Duration::from_secs(60))
        .build()?;
    let tally = Arc::new(Tally::new(asked.calls));
    let started = Instant::now();
    if asked.blocking {
        std::thread::scope(|scope| {
            for _ in 0..asked.concurrency {
                scope.spawn(|| work_blocking(&client, &tally));
            }
        });
    } else {
        runtime.block_on(async {
            let work = (0..asked.concurrency).map(|_| tokio::spawn(work(client.clone(), tally.clone())));
            for worker in work.collect::<Vec<_>>() {
                worker.await?;
            }
            Ok::<(), tokio::task::JoinError>(())
        })?;
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{} calls, {} at once, {seconds:.1} s", asked.calls, asked.concurrency);
    println!("{}", server.reported());
    println!("{tally}");
    Ok(tally.is_well())
}

/// Creates the call whose response is this number.
fn request(client: &Client, number: u64) -> Request<u64> {
    Request::<u64>::new(client, NUMBER.call()).with_query("n", &number.to_string())
}

async fn work(client: Client, tally: Arc<Tally>) {
    while let Some(number) = tally.next() {
        let outcome: Result<u64, Error> = request(&client, number).await;
        tally.take(number, outcome);
    }
}

fn work_blocking(client: &Client, tally: &Tally) {
    while let Some(number) = tally.next() {
        tally.take(number, request(client, number).send_blocking());
    }
}

//! The benchmark service as a program. It prints its URL and other data for clients as one line of JSON. `GET /` returns the
//! numbers of connections and calls.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use authing_benches::Failure;
use authing_benches::elsewhere::Ready;
use authing_benches::responses::Responses;
use authing_benches::service::{Authority, Service};
use authing_benches::system;
use clap::Parser;

/// Responds to every call with a prepared response
#[derive(Parser)]
struct Options {
    /// Serve over TLS, and write the certificate that a client must trust to this file
    #[arg(long, value_name = "FILE")]
    tls: Option<PathBuf>,

    /// Serve HTTP/2 instead of HTTP/1.1, with this many streams per connection at most
    #[arg(long, value_name = "STREAMS", requires = "tls")]
    http2: Option<u32>,

    /// The number of users in the pool
    #[arg(long, default_value_t = 1000)]
    users: usize,

    /// The delay of each response, except tokens
    #[arg(long, default_value_t = 0, value_name = "MILLISECONDS")]
    delay: u64,

    /// Pin the service to this processor
    #[arg(long, value_name = "NUMBER")]
    processor: Option<usize>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let options = Options::parse();
    if let Some(processor) = options.processor {
        system::stay_on(processor)?;
    }
    system::allow_many_files()?;
    let authority = options.tls.as_ref().map(|_| Authority::new()).transpose()?;
    if let (Some(file), Some(authority)) = (&options.tls, &authority) {
        std::fs::write(file, authority.pem())?;
    }
    let delay = Duration::from_millis(options.delay);
    let responses = Responses::new(options.users)?;
    let service = Arc::new(Service::new(responses, delay, options.http2));
    let (listener, address) = Service::listen().await?;
    let scheme = if authority.is_some() { "https" } else { "http" };
    let ready = Ready::at(format!("{scheme}://{address}"));
    println!("{}", serde_json::to_string(&ready)?);
    service.serve(listener, authority.as_ref()).await
}

//! The options of commands that ask a service.

use std::path::PathBuf;

use authing_codegen::Error;
use authing_codegen::fetch::{Header, Service};
use clap::Args;

/// How a service is asked.
#[derive(Args)]
pub(crate) struct Options {
    /// A header to send to the service, such as a token; may be given several times. Its value is never shown by this
    /// program, but other users of this machine can see it in the list of processes: --header-file avoids that.
    #[arg(long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// A file of headers to send, one a line, as with --header; empty lines and those that begin with `#` are skipped.
    #[arg(long = "header-file", value_name = "FILE")]
    header_files: Vec<PathBuf>,
    /// A file of certificates, in PEM or DER, to trust as authorities in addition to the system's; may be given several
    /// times.
    #[arg(long = "ca", value_name = "FILE")]
    authorities: Vec<PathBuf>,
}

impl Options {
    /// Returns the service at a URL.
    pub(crate) fn service(&self, url: &str) -> Result<Service, Error> {
        let mut headers: Vec<Header> = self.headers.iter().map(Header::new).collect();
        for file in &self.header_files {
            headers.extend(Header::from_file(file)?);
        }
        Ok(Service {
            url: url.to_owned(),
            headers,
            authorities: self.authorities.clone(),
        })
    }
}

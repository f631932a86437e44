//! `authing doctor`: checks the settings, the connection to the service, its key, the credentials and the clock.

mod legacy;
mod reach;
mod report;
mod shared;
mod v2;

use crate::args::{Api, Format};
use crate::failure::Failure;
use report::Report;

pub(crate) async fn run(api: Api, output: Format) -> Result<(), Failure> {
    let mut report = Report::new(output)?;
    match api {
        Api::Legacy => legacy::check(&mut report).await?,
        Api::V2 => v2::check(&mut report).await?,
    }
    match report.finish()? {
        0 => Ok(()),
        1 => Err(Failure::Partly("1 check failed".to_owned())),
        failed => Err(Failure::Partly(format!("{failed} checks failed"))),
    }
}

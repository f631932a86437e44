//! The options of the emulator, which it has on its own and in `exec`.

use std::error::Error;
use std::path::PathBuf;

use authing_emulator::{Emulator, Language, ListenAddress, Seed};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::rate::Rate;

#[derive(Args)]
pub(crate) struct EmulatorOptions {
    /// The IP address and port to listen on, `localhost:PORT` for IPv4 and IPv6, or `:PORT` for all interfaces. Port 0 is any
    /// free port
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:0",
        env = "AUTHING_EMULATOR_LISTEN"
    )]
    listen: ListenAddress,

    /// The URL under which other machines reach the emulator, such as http://emulator:7000. Default: the URL at which this
    /// machine reaches it
    #[arg(long, value_name = "URL", value_parser = not_empty(), env = "AUTHING_EMULATOR_PUBLIC_URL")]
    public_url: Option<String>,

    /// Serve HTTPS, with a certificate of an authority that is created at the start and announced
    #[arg(long, env = "AUTHING_EMULATOR_TLS")]
    tls: bool,

    /// An origin whose web pages may call the service, such as http://localhost:3000. Can be given several times. Default: none
    #[arg(
        long,
        value_name = "URL",
        value_delimiter = ' ',
        value_parser = not_empty(),
        env = "AUTHING_EMULATOR_ALLOW_ORIGIN"
    )]
    allow_origin: Vec<String>,

    /// The file that stores everything. Default: everything is in memory, and lost when the program ends
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_DATA")]
    data: Option<PathBuf>,

    /// A JSON file with the initial contents of a new pool. Ignored if the data file already has a pool. Its form:
    /// authing-emulator/examples/seed.json is an example, seed.schema.json next to it the JSON Schema
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_SEED")]
    seed: Option<PathBuf>,

    /// The id of the user pool. Default: a new one
    #[arg(long, value_name = "ID", value_parser = not_empty(), env = "AUTHING_EMULATOR_USER_POOL_ID")]
    user_pool_id: Option<String>,

    /// The secret of the user pool. Default: a new one
    #[arg(
        long,
        value_name = "SECRET",
        value_parser = not_empty(),
        env = "AUTHING_EMULATOR_SECRET",
        hide_env_values = true
    )]
    secret: Option<String>,

    /// The number of failed logins in 5 minutes after which a captcha is required. Default: never
    #[arg(long, value_name = "COUNT", env = "AUTHING_EMULATOR_CAPTCHA_AFTER")]
    captcha_after: Option<u16>,

    /// The maximum number of registrations from one IP address in 5 minutes. Default: unlimited
    #[arg(long, value_name = "COUNT", env = "AUTHING_EMULATOR_REGISTRATIONS")]
    registrations: Option<u16>,

    /// The maximum number of requests from one IP address in a number of seconds, such as 100/60. Default: unlimited
    #[arg(
        long,
        value_name = "REQUESTS/SECONDS",
        env = "AUTHING_EMULATOR_RATE_LIMIT"
    )]
    rate_limit: Option<Rate>,

    /// A URI to which a login to the announced app may redirect, compared exactly. Can be given several times. Default: those
    /// in the data file or the seed
    #[arg(
        long,
        value_name = "URI",
        value_delimiter = ' ',
        value_parser = not_empty(),
        env = "AUTHING_EMULATOR_REDIRECT_URI"
    )]
    redirect_uri: Vec<String>,

    /// The language of error messages, zh-CN or en-US, for requests without the header x-authing-lang
    #[arg(
        long,
        value_name = "LANGUAGE",
        default_value = "zh-CN",
        value_parser = super::language::parse,
        env = "AUTHING_EMULATOR_LANG"
    )]
    lang: Language,

    /// Reject registrations, so that only the owner can create users. Default: the setting in the data file or the seed
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        env = "AUTHING_EMULATOR_REGISTRATION_CLOSED"
    )]
    registration_closed: Option<bool>,

    /// Also serve the fields of the legacy API that no official SDK uses: they are stored and returned as they are sent. Their
    /// responses name them in `extensions.emulated`
    #[arg(long, env = "AUTHING_EMULATOR_SERVE_UNUSED_FIELDS")]
    serve_unused_fields: bool,
}

/// Rejects an empty text here, where the error can name the option or the environment variable.
fn not_empty() -> NonEmptyStringValueParser {
    NonEmptyStringValueParser::new()
}

impl EmulatorOptions {
    pub(crate) async fn start(self) -> Result<Emulator, Box<dyn Error>> {
        if !self.listen.is_loopback() {
            super::say(format_args!(
                "WARNING: {} is open to other machines.\n\
                 WARNING: Anyone who can reach it can read every code it sends. Use it for tests only.",
                self.listen
            ));
        }
        let mut builder = Emulator::builder()
            .listen(self.listen)
            .language(self.lang)
            .serve_unused_fields(self.serve_unused_fields);
        if self.tls {
            builder = builder.tls();
        }
        if let Some(url) = self.public_url {
            builder = builder.public_url(url);
        }
        for origin in self.allow_origin {
            builder = builder.allow_origin(origin);
        }
        if let Some(path) = self.data {
            builder = builder.data_file(path);
        }
        if let Some(path) = self.seed {
            builder = builder.seed(Seed::read(path)?);
        }
        if let Some(id) = self.user_pool_id {
            builder = builder.user_pool_id(id);
        }
        if let Some(secret) = self.secret {
            builder = builder.secret(secret);
        }
        if let Some(failures) = self.captcha_after {
            builder = builder.captcha_after(failures);
        }
        if let Some(limit) = self.registrations {
            builder = builder.registrations(limit);
        }
        if let Some(rate) = self.rate_limit {
            builder = builder.rate_limit(rate.requests, rate.interval);
        }
        for uri in self.redirect_uri {
            builder = builder.redirect_uri(uri);
        }
        if let Some(closed) = self.registration_closed {
            builder = builder.registration_closed(closed);
        }
        Ok(builder.start().await?)
    }
}

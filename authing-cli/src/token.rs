//! `authing token`.

use authing_client::Authing;
use authing_client::Secret;
use authing_client::v2::AuthenticationClient;
use serde_json::{Map, Value, json};

use crate::args::{Api, Format, Token};
use crate::failure::Failure;
use crate::jwt::{self, Decoded};
use crate::output::{self, Columns, Rows};
use crate::prompt;
use crate::record::Record;
use crate::times;

const COLUMNS: Columns = Columns {
    table: &["name", "value"],
    csv: &["name", "value"],
};

pub(crate) async fn run(api: Api, output: Format, command: Token) -> Result<(), Failure> {
    match command {
        Token::Inspect => inspect(output, &prompt::token()?),
        Token::Verify => verify(api, output).await,
    }
}

fn inspect(output: Format, token: &Secret) -> Result<(), Failure> {
    write(output, &decode(token)?, false)?;
    let note = "the token was only decoded, and anyone can write such a token: `authing token verify` verifies one";
    output::note(note);
    Ok(())
}

/// Verifies the token by the client, and shows its claims if they can be trusted.
async fn verify(api: Api, output: Format) -> Result<(), Failure> {
    // A missing setting is reported before anyone types a token.
    let token = match api {
        Api::Legacy => {
            let authing = Authing::from_env()?;
            let token = prompt::token()?;
            let verified = authing.verify_token(token.clone());
            verified.map_err(authing_client::Error::from)?;
            token
        }
        Api::V2 => {
            let client = AuthenticationClient::from_env()?;
            let token = prompt::token()?;
            client.verify_id_token(token.clone()).await?;
            token
        }
    };
    write(output, &decode(&token)?, true)
}

fn decode(token: &Secret) -> Result<Decoded, Failure> {
    jwt::decode(token.expose()).map_err(|flaw| Failure::NotFound(format!("the token {flaw}")))
}

fn write(output: Format, decoded: &Decoded, verified: bool) -> Result<(), Failure> {
    if output == Format::Json {
        let fields = [
            ("verified", Value::from(verified)),
            ("header", Value::Object(decoded.header.clone())),
            ("claims", Value::Object(decoded.claims.clone())),
            (
                "expired",
                json!(expiry(&decoded.claims).map(|(expired, _)| expired)),
            ),
        ];
        return output::one(output, COLUMNS, &fields.into_iter().collect());
    }
    let mut rows = Rows::to_stdout(output, COLUMNS)?;
    let is_verified = if verified { "yes" } else { "no, only decoded" };
    rows.push(&Record::pair("verified", &is_verified.into()))?;
    for (name, value) in &decoded.header {
        rows.push(&Record::pair(&format!("header {name}"), value))?;
    }
    for (name, value) in &decoded.claims {
        rows.push(&Record::pair(name, value))?;
    }
    if let Some(issued) = jwt::time(&decoded.claims, "iat") {
        rows.push(&Record::pair("issued", &in_words(issued).into()))?;
    }
    let expiry = match expiry(&decoded.claims) {
        Some((true, when)) => format!("expired: {when}"),
        Some((false, when)) => when,
        None if decoded.claims.contains_key("exp") => {
            "unknown: `exp` is not a number of seconds".to_owned()
        }
        None => "never: it has no time of expiry".to_owned(),
    };
    rows.push(&Record::pair("expires", &expiry.into()))?;
    rows.finish()
}

/// Returns whether the token has expired, and when it does; `None` if it never does.
fn expiry(claims: &Map<String, Value>) -> Option<(bool, String)> {
    let expiry = jwt::time(claims, "exp")?;
    Some((expiry <= times::now(), in_words(expiry)))
}

fn in_words(time: i64) -> String {
    let relative = times::relative(time, times::now());
    match times::utc(time) {
        Some(utc) => format!("{utc} ({relative})"),
        None => relative,
    }
}

//! Requests for every address.

use std::fmt;

use serde_json::json;

use super::Dice;
use super::documents::{self, mutate};
use super::values::Values;

pub(super) struct Sent {
    pub(super) method: &'static str,
    pub(super) address: String,
    pub(super) headers: Vec<(&'static str, Vec<u8>)>,
    pub(super) body: Vec<u8>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.address)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", value.escape_ascii())?;
        }
        f.write_str(&String::from_utf8_lossy(&self.body))
    }
}

impl Sent {
    pub(super) fn is_graphql(&self) -> bool {
        let path = self.address.split('?').next().unwrap_or_default();
        path.ends_with("/graphql") && path.len() <= "/oauth/graphql".len()
    }

    pub(super) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    /// Whether it is for an address that has files, pictures or texts.
    pub(super) fn may_answer_other_than_json(&self) -> bool {
        ["/cdn", "/captcha/", "/explore", "/page/", "/public_key.pem"]
            .iter()
            .any(|start| self.address.starts_with(start))
            || self.address == "/"
    }
}

pub(super) fn random(dice: &mut Dice, values: &Values) -> Sent {
    let mut sent = match dice.below(20) {
        0 => upload(dice, values),
        1 => operator(dice, values),
        2..4 => address(dice, values),
        4 => by_get(dice, values),
        _ => graphql(dice, values),
    };
    if dice.chance(2) {
        sent.method = *dice.pick(&["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "BREW"]);
    }
    let authorization = match dice.below(4) {
        0 if dice.chance(50) => return sent,
        0 => values.text(dice),
        _ => format!("Bearer {}", values.token(dice)),
    };
    // What can't stand in a header is not sent.
    let authorization = authorization
        .bytes()
        .filter(|byte| *byte >= 32 && *byte != 127)
        .collect();
    sent.headers.push(("authorization", authorization));
    sent
}

fn document(dice: &mut Dice, values: &Values) -> documents::Document {
    let mut document = documents::from_schema(dice, values);
    if dice.chance(25) {
        document.text = mutate(dice, &document.text);
    }
    document
}

fn graphql(dice: &mut Dice, values: &Values) -> Sent {
    let document = document(dice, values);
    let name = match dice.below(20) {
        0 => dice.pick(&[json!(""), json!("Other"), json!(1)]).clone(),
        1..10 if document.text.contains(" Operation") => json!("Operation"),
        _ => json!(null),
    };
    let mut body =
        json!({"query": document.text, "variables": document.variables, "operationName": name})
            .to_string();
    if dice.chance(5) {
        body = mutate(dice, &body);
    }
    let mut body = body.into_bytes();
    if dice.chance(1) && !body.is_empty() {
        let at = dice.below(body.len());
        body[at] = 0xff;
    }
    let content_type = match dice.below(50) {
        0 => "text/plain",
        1 => "application/json; charset=latin1",
        2 => "application/json;;=;charset",
        _ => "application/json",
    };
    Sent {
        method: "POST",
        address: (*dice.pick(&["/graphql", "/users/graphql", "/oauth/graphql"])).to_owned(),
        headers: vec![("content-type", content_type.into())],
        body,
    }
}

fn by_get(dice: &mut Dice, values: &Values) -> Sent {
    let document = document(dice, values);
    let variables = serde_json::to_string(&document.variables).unwrap();
    let variables = if dice.chance(10) {
        mutate(dice, &variables)
    } else {
        variables
    };
    let address = format!(
        "/graphql?query={}&variables={}",
        encoded(&document.text),
        encoded(&variables)
    );
    // Longer addresses are refused before they come to us.
    let address = if address.len() < 60_000 {
        address
    } else {
        "/graphql?query=%".to_owned()
    };
    Sent {
        method: "GET",
        address,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn address(dice: &mut Dice, values: &Values) -> Sent {
    let mut segment = || {
        let text: String = values.text(dice).chars().take(500).collect();
        // An address may hold bytes that are no text.
        encoded(&text) + if dice.chance(3) { "%ff" } else { "" }
    };
    let (first, second) = (segment(), segment());
    let address = match dice.below(12) {
        0..3 => format!("/users/send_smscode/{first}/{second}"),
        3..5 => format!("/notification/send_register_smscode/13800000000/{second}"),
        5 => format!("/cdn/{first}"),
        6 => format!("/captcha/{first}"),
        7..9 => format!("/verify_email/{first}/{second}"),
        9 => "/messages".to_owned(),
        10 => format!("/{first}/{second}"),
        _ => (*dice.pick(&[
            "/system/status",
            "/cdn/",
            "/public_key.pem",
            "/upload",
            "/operator/apps",
            "/operator/clock",
            "/operator/export",
            "/operator/requests",
            "/operator/requests/raw",
            "/page/answered",
            "/page/state",
            "/",
        ]))
        .to_owned(),
    };
    Sent {
        method: "GET",
        address,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn operator(dice: &mut Dice, values: &Values) -> Sent {
    let (path, names): (_, &[&str]) = *dice.pick(&[
        ("ldap_accounts", &["username", "password", "email"] as &[_]),
        ("apps", &["kind", "name"]),
        ("authorizations", &["user", "app", "scope"]),
    ]);
    let members = names.iter().filter_map(|name| {
        let text = if *name == "kind" && dice.chance(80) {
            "oidc".to_owned()
        } else {
            values.text(dice)
        };
        dice.chance(95).then(|| ((*name).to_owned(), text.into()))
    });
    let members: serde_json::Map<_, _> = members.collect();
    let body = serde_json::to_string(&members).unwrap();
    Sent {
        method: "POST",
        address: format!("/operator/{path}"),
        headers: vec![("content-type", b"application/json".to_vec())],
        body: if dice.chance(10) {
            mutate(dice, &body)
        } else {
            body
        }
        .into_bytes(),
    }
}

fn upload(dice: &mut Dice, values: &Values) -> Sent {
    let token = values.text(dice);
    let form = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\ncontent-type: image/png\r\n\r\nbytes\r\n--b\r\n\
         content-disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n--b--\r\n",
        dice.pick(&["a.png", "", "é"]),
    );
    Sent {
        method: "POST",
        address: "/upload".to_owned(),
        headers: vec![(
            "content-type",
            (*dice.pick(&[
                "multipart/form-data; boundary=b",
                "multipart/form-data",
                "text/plain",
            ]))
            .into(),
        )],
        body: if dice.chance(50) {
            mutate(dice, &form)
        } else {
            form
        }
        .into_bytes(),
    }
}

/// Percent-encoded, all of it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

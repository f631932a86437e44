//! A request as it was received. It is parsed only when needed.

use std::sync::OnceLock;
use std::time::SystemTime;

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{Method, Uri};
use serde::Deserialize;
use serde_json::Value;

use super::TokenKind;
use super::document::Document;
use super::redact;
use crate::control::faults::Fault;
use crate::engine::request::{Parameters, is_graphql, without_bom};

/// No `Debug`, because bodies and tokens must not be logged.
pub(crate) struct Received {
    pub(crate) number: u64,
    pub(crate) at: SystemTime,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The name of a request outside GraphQL.
    name: Option<&'static str>,
    pub(crate) token: Option<String>,
    pub(crate) token_kind: TokenKind,
    pub(crate) body: Bytes,
    /// The query string of a GraphQL request by `GET`.
    parameters: Option<Parameters>,
    pub(crate) fault: Option<Fault>,
    graphql: OnceLock<Option<GraphQl>>,
}

/// A GraphQL request, with its secrets redacted.
pub(crate) struct GraphQl {
    operation_name: Option<String>,
    document: Document,
    redacted_variables: Value,
}

impl Received {
    pub(crate) fn new(method: &Method, uri: &Uri, at: SystemTime, body: Bytes) -> Self {
        let path = uri.path();
        let parameters = is_graphql(path).then(|| Query::try_from_uri(uri).ok());
        Self {
            number: 0,
            at,
            method: method.to_string(),
            path: redact::path(path),
            name: name(path),
            token: None,
            token_kind: TokenKind::None,
            body,
            parameters: parameters.flatten().map(|Query(parameters)| parameters),
            fault: None,
            graphql: OnceLock::new(),
        }
    }

    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == Some(name)
            || self.graphql().is_some_and(|graphql| {
                graphql.operation_name() == Some(name)
                    || graphql.root_fields().iter().any(|field| field == name)
            })
    }

    /// Returns its approximate size in memory.
    pub(crate) fn size(&self) -> usize {
        let parameters = self.parameters.as_ref().map_or(0, |parameters| {
            parameters.query.len() + parameters.variables.as_ref().map_or(0, String::len)
        });
        let token = self.token.as_ref().map_or(0, String::len);
        self.body.len() + parameters + self.path.len() + token
    }

    pub(crate) fn graphql(&self) -> Option<&GraphQl> {
        let read = || match &self.parameters {
            Some(parameters) if self.method != "POST" => Some(GraphQl::in_query_string(parameters)),
            _ => GraphQl::in_body(&self.body),
        };
        self.graphql.get_or_init(read).as_ref()
    }
}

impl GraphQl {
    /// Parses what it can: even an invalid body is recorded.
    fn in_body(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            query: String,
            #[serde(default)]
            variables: Value,
            #[serde(default)]
            operation_name: Value,
        }
        let body: Body = serde_json::from_slice(without_bom(body)).ok()?;
        let name = body.operation_name.as_str();
        Some(Self::new(&body.query, body.variables, name))
    }

    fn in_query_string(parameters: &Parameters) -> Self {
        let variables = parameters.variables.as_deref().unwrap_or_default();
        Self::new(
            &parameters.query,
            serde_json::from_str(variables).unwrap_or_default(),
            parameters.operation_name.as_deref(),
        )
    }

    fn new(document: &str, variables: Value, operation_name: Option<&str>) -> Self {
        let named = operation_name.filter(|name| !name.is_empty());
        let document = Document::read(document, named);
        Self {
            operation_name: named.map(str::to_owned).or_else(|| document.name.clone()),
            redacted_variables: redact::variables(variables, document.secret_variables.as_ref()),
            document,
        }
    }

    pub(crate) fn operation_name(&self) -> Option<&str> {
        self.operation_name.as_deref()
    }

    pub(crate) fn root_fields(&self) -> &[String] {
        &self.document.root_fields
    }

    pub(crate) fn redacted_document(&self) -> &str {
        &self.document.redacted
    }

    pub(crate) fn redacted_variables(&self) -> &Value {
        &self.redacted_variables
    }
}

/// The names of the endpoints outside GraphQL.
pub(crate) const ENDPOINTS: [&str; 20] = [
    "send_smscode",
    "send_register_smscode",
    "status",
    "cdn",
    "upload",
    "captcha",
    "verify_email",
    "well_known",
    "sms_send",
    "password_by_phone_code",
    "authorize",
    "interaction",
    "token",
    "userinfo",
    "introspection",
    "revocation",
    "logout",
    "validate_token",
    "openid_configuration",
    "jwks",
];

/// Returns the name of an endpoint outside GraphQL, with any of the service's path prefixes.
fn name(path: &str) -> Option<&'static str> {
    if let Some(name) = oidc_name(path) {
        return Some(name);
    }
    let path = ["/users", "/oauth"]
        .iter()
        .find_map(|prefix| path.strip_prefix(prefix))
        .unwrap_or(path);
    let mut segments = path.split('/').skip(1);
    match (segments.next()?, segments.next()) {
        ("api", Some("v2")) => v2_name(path),
        ("send_smscode", _) => Some("send_smscode"),
        ("notification", Some("send_register_smscode")) => Some("send_register_smscode"),
        ("system", Some("status")) => Some("status"),
        ("cdn", _) => Some("cdn"),
        ("upload", _) => Some("upload"),
        ("captcha", _) => Some("captcha"),
        ("verify_email", _) => Some("verify_email"),
        _ => None,
    }
}

/// Both protocols have most of these, and the legacy API some, below each path prefix.
fn oidc_name(path: &str) -> Option<&'static str> {
    let legacy = path.split_once("/oauth/oidc").map(|(_, rest)| rest);
    let of_protocol = legacy.or_else(|| {
        let mut prefixes = ["/oidc", "/oauth"].iter();
        prefixes.find_map(|prefix| path.strip_prefix(prefix))
    });
    match of_protocol.unwrap_or(path) {
        "/auth" => Some("authorize"),
        "/token" => Some("token"),
        "/me" | "/user/userinfo" => Some("userinfo"),
        "/token/introspection" => Some("introspection"),
        "/token/revocation" => Some("revocation"),
        "/session/end" | "/login/profile/logout" => Some("logout"),
        "/.well-known/openid-configuration" => Some("openid_configuration"),
        "/.well-known/jwks.json" => Some("jwks"),
        "/api/v2/oidc/validate_token" => Some("validate_token"),
        path if path.starts_with("/interaction/") => Some("interaction"),
        _ => None,
    }
}

fn v2_name(path: &str) -> Option<&'static str> {
    match path {
        "/api/v2/.well-known" => Some("well_known"),
        "/api/v2/security/captcha" => Some("captcha"),
        "/api/v2/sms/send" => Some("sms_send"),
        "/api/v2/users/password/change-by-phonecode" => Some("password_by_phone_code"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(path: &str, body: &str) -> Received {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let uri = Uri::try_from(path).unwrap();
        Received::new(&Method::POST, &uri, SystemTime::UNIX_EPOCH, body)
    }

    #[test]
    fn a_request_is_named_by_its_operation_its_root_fields_or_its_path() {
        let body = r#"{"query":"mutation LoginByEmail { mine: login { _id } }"}"#;
        let request = received("/users/graphql", body);
        assert!(request.is_called("LoginByEmail") && request.is_called("login"));
        assert!(!request.is_called("mine") && !request.is_called("_id"));
        for (path, name) in [
            ("/send_smscode/1/2", "send_smscode"),
            ("/users/send_smscode/1/2", "send_smscode"),
            (
                "/oauth/notification/send_register_smscode/1/2",
                "send_register_smscode",
            ),
            ("/oauth/system/status", "status"),
            ("/cdn/", "cdn"),
            ("/upload", "upload"),
            ("/oidc/token", "token"),
            ("/oauth/me", "userinfo"),
            ("/oauth/oidc/token", "token"),
            ("/users/oauth/oidc/user/userinfo", "userinfo"),
            ("/oidc/interaction/0a", "interaction"),
            ("/users/captcha/1.svg", "captcha"),
            ("/api/v2/security/captcha", "captcha"),
            ("/verify_email/a/1", "verify_email"),
            ("/api/v2/.well-known", "well_known"),
            ("/api/v2/sms/send", "sms_send"),
            (
                "/api/v2/users/password/change-by-phonecode",
                "password_by_phone_code",
            ),
            ("/oidc/auth", "authorize"),
            ("/oidc/token/introspection", "introspection"),
            ("/oauth/token/revocation", "revocation"),
            ("/login/profile/logout", "logout"),
            ("/api/v2/oidc/validate_token", "validate_token"),
            (
                "/oidc/.well-known/openid-configuration",
                "openid_configuration",
            ),
            ("/oidc/.well-known/jwks.json", "jwks"),
        ] {
            assert!(received(path, "").is_called(name), "{path}");
            assert!(ENDPOINTS.contains(&name), "{name}");
        }
        assert!(!received("/users/graphql", "").is_called("graphql"));
    }

    #[test]
    fn the_body_selects_one_of_several_operations() {
        let body = r#"{"query":"query A { user(id: 1) { _id } } query B { users { totalCount } }","operationName":"B"}"#;
        let request = received("/graphql", body);
        let graphql = request.graphql().unwrap();
        assert_eq!(graphql.operation_name(), Some("B"));
        assert_eq!(graphql.root_fields(), ["users"]);
    }

    #[test]
    fn a_bom_is_skipped() {
        let request = received(
            "/graphql",
            "\u{feff}{\"query\":\"{ users { totalCount } }\"}",
        );
        assert!(request.is_called("users"));
    }

    #[test]
    fn a_query_string_is_read_like_a_body() {
        let uri = "/users/graphql?query=query+U($t:String){checkLoginStatus(token:$t){code}}&variables=%7B%22t%22:%22hunter2%22%7D";
        let uri = Uri::try_from(uri.replace('{', "%7B").replace('}', "%7D")).unwrap();
        let received = |method| Received::new(method, &uri, SystemTime::UNIX_EPOCH, Bytes::new());
        let request = received(&Method::GET);
        assert!(request.is_called("U") && request.is_called("checkLoginStatus"));
        assert_eq!(request.path, "/users/graphql");
        assert!(request.size() > 60);
        let graphql = request.graphql().unwrap();
        assert_eq!(
            graphql.redacted_variables(),
            &serde_json::json!({"t": "***"})
        );
        // The query string of a POST is ignored.
        assert!(received(&Method::POST).graphql().is_none());
    }

    #[test]
    fn an_invalid_graphql_request_has_no_names() {
        for body in ["", "null", "[]", r#"{"query":1}"#, r#"{"variables":{}}"#] {
            assert!(received("/graphql", body).graphql().is_none(), "{body}");
        }
    }
}

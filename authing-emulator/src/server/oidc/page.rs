//! The pages of the OpenID provider, and redirects.
//!
//! Texts of users and programs are escaped, nothing comes from elsewhere, and no page can be embedded.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::PRIVATE;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::redirect::{self, Redirect};
use crate::store::oidc::ResponseMode;

/// Returns a page. `scripts` and `form_action` are sources of its content security policy.
pub(super) fn page(
    status: StatusCode,
    title: &str,
    body: &str,
    scripts: &str,
    form_action: &str,
) -> Response {
    let title = escaped(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/oidc/page/style.css\">\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    );
    // A browser applies `form-action` to the redirect after a form, too.
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
         form-action {form_action}; frame-ancestors 'none'"
    );
    let mut response = (status, PRIVATE, html).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    match HeaderValue::from_str(&policy) {
        Ok(policy) => {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            response
        }
        // Only ASCII can be registered as a redirect URI.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Returns a text as HTML, also for use in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

/// Returns a page with an error that must not be sent to the redirect URI.
pub(super) fn error(error: &OAuthError) -> Response {
    let status = match error.code {
        ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::AccessDenied => StatusCode::FORBIDDEN,
        ErrorCode::BodyTooLong => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = format!(
        "<p class=\"error\">{}</p>\n<p class=\"dim\">{}</p>",
        escaped(&error.description),
        error.code.name()
    );
    page(
        status,
        "The request was rejected",
        &body,
        "'none'",
        "'none'",
    )
}

pub(super) fn logged_out() -> Response {
    let body = "<p>This browser has no session any more.</p>";
    page(StatusCode::OK, "Logged out", body, "'none'", "'none'")
}

/// Sends a response to an app's redirect URI.
pub(super) fn redirect(redirect: &Redirect) -> Response {
    match redirect.mode {
        ResponseMode::Query => see_other(&redirect::with(&redirect.uri, &redirect.parameters)),
        ResponseMode::FormPost => form_post(redirect),
    }
}

pub(super) fn see_other(uri: &str) -> Response {
    match HeaderValue::from_str(uri) {
        Ok(uri) => {
            let location = [(header::LOCATION, uri)];
            (StatusCode::SEE_OTHER, location, PRIVATE).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Returns a form that the browser posts to the app (OAuth 2.0 Form Post Response Mode).
fn form_post(redirect: &Redirect) -> Response {
    let fields = redirect.parameters.iter().map(|(name, value)| {
        let value = escaped(value);
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n")
    });
    let body = format!(
        "<form method=\"post\" action=\"{}\">\n{}<button class=\"main\">Continue</button>\n</form>\n\
         <script src=\"/oidc/page/form_post.js\" defer></script>",
        escaped(&redirect.uri),
        fields.collect::<String>()
    );
    let origin = redirect::origin(&redirect.uri);
    page(StatusCode::OK, "Back to the app", &body, "'self'", &origin)
}

pub(super) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", include_str!("style.css"))
}

pub(super) async fn form_post_script() -> impl IntoResponse {
    let script = include_str!("form_post.js");
    file("text/javascript; charset=utf-8", script)
}

fn file(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, content_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_escapes_from_a_text() {
        assert_eq!(
            escaped("<a href='x' b=\"y\">&amp;</a>"),
            "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;amp;&lt;/a&gt;"
        );
    }
}

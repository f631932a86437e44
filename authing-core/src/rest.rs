//! REST operations: the method, the path, and where the output is in the response.

use std::fmt;

/// How a REST operation is sent, and where its output is.
///
/// A variable of the operation whose name stands in braces in the path is a path segment. The others are the query string of
/// a `GET` or `DELETE` request, and the JSON body of any other request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rest {
    /// The method.
    pub method: RestMethod,
    /// The path, such as `/api/v2/users/{id}`.
    pub path: &'static str,
    /// Where the output is in the response.
    pub output: RestOutput,
}

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident, $method:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(path: &'static str) -> Self {
            Self {
                method: RestMethod::$method,
                path,
                output: RestOutput::Data,
            }
        }
    )*};
}

impl Rest {
    methods! {
        /// A `GET` request, whose output is the envelope's `data`.
        get, Get;
        /// A `POST` request, whose output is the envelope's `data`.
        post, Post;
        /// A `PUT` request, whose output is the envelope's `data`.
        put, Put;
        /// A `PATCH` request, whose output is the envelope's `data`.
        patch, Patch;
        /// A `DELETE` request, whose output is the envelope's `data`.
        delete, Delete;
    }

    /// Returns the segments of the path, in order.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + use<> {
        let segments = self.path.trim_start_matches('/').split('/');
        segments.map(|segment| {
            let name = segment.strip_prefix('{');
            match name.and_then(|name| name.strip_suffix('}')) {
                Some(name) => Segment::Variable(name),
                None => Segment::Literal(segment),
            }
        })
    }

    /// Returns the same request with its output elsewhere.
    #[must_use]
    pub const fn output(mut self, output: RestOutput) -> Self {
        self.output = output;
        self
    }
}

/// A segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Sent as it is.
    Literal(&'static str),
    /// The value of the variable with this name.
    Variable(&'static str),
}

/// The method of a REST request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestMethod {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl RestMethod {
    /// Returns the method as HTTP has it, in upper case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether a request has a JSON body. Otherwise, the variables are the query string.
    #[must_use]
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

impl fmt::Display for RestMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where the output of a REST operation is in the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestOutput {
    /// In the `data` of the envelope `{code, message, data}`. Without data, the output is `null`.
    Data,
    /// In the `data` of the envelope, an object, some of whose members are beside it in the envelope.
    Members,
    /// The envelope itself, for operations without data.
    Envelope,
    /// The whole body: a path without an envelope, whose errors have one nevertheless.
    Body,
}

impl RestOutput {
    /// Returns the name of the output in the paths of errors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Data | Self::Members => "data",
            Self::Envelope | Self::Body => "body",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_method_has_its_name_and_its_place_for_variables() {
        for (rest, name, has_body) in [
            (Rest::get("/a"), "GET", false),
            (Rest::post("/a"), "POST", true),
            (Rest::put("/a"), "PUT", true),
            (Rest::patch("/a"), "PATCH", true),
            (Rest::delete("/a"), "DELETE", false),
        ] {
            assert_eq!(rest.method.to_string(), name);
            assert_eq!(rest.method.has_body(), has_body, "{name}");
            assert_eq!((rest.path, rest.output), ("/a", RestOutput::Data));
        }
    }

    #[test]
    fn a_segment_in_braces_is_a_variable() {
        let segments: Vec<_> = Rest::get("/api/{id}/a{b}").segments().collect();
        let expected = [
            Segment::Literal("api"),
            Segment::Variable("id"),
            Segment::Literal("a{b}"),
        ];
        assert_eq!(segments, expected);
    }

    #[test]
    fn the_place_of_the_output_changes_nothing_else() {
        let rest = Rest::put("/a").output(RestOutput::Envelope);
        assert_eq!((rest.method, rest.path), (RestMethod::Put, "/a"));
        let outputs = [
            RestOutput::Data,
            RestOutput::Members,
            RestOutput::Envelope,
            RestOutput::Body,
        ];
        assert_eq!(
            outputs.map(RestOutput::key),
            ["data", "data", "body", "body"]
        );
    }
}

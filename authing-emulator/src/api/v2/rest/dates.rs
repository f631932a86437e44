//! Dates in REST: `2021-04-24T02:36:23.000Z`, where GraphQL has `2021-04-24T02:36:23+00:00`.

use serde_json::Value;

/// The members that are dates. Others are left as they are: they may be texts of users.
const DATES: [&str; 9] = [
    "createdAt",
    "updatedAt",
    "signedUp",
    "lastLogin",
    "tokenExpiredAt",
    "joinedAt",
    "assignedAt",
    "timestamp",
    "@timestamp",
];

/// Writes the dates of a response in the form of REST.
pub(crate) fn in_rest_form(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(in_rest_form),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(date) if DATES.contains(&name.as_str()) => {
                        if let Some(time) = date.strip_suffix("+00:00") {
                            *date = format!("{time}.000Z");
                        }
                    }
                    member => in_rest_form(member),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_dates_are_rewritten() {
        let date = "2021-04-24T02:36:23+00:00";
        let mut value = json!({"list": [{"createdAt": date, "nickname": date, "lastLogin": null}]});
        in_rest_form(&mut value);
        let rest = "2021-04-24T02:36:23.000Z";
        let expected = json!({"list": [{"createdAt": rest, "nickname": date, "lastLogin": null}]});
        assert_eq!(value, expected);
    }
}

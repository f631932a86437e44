//! What REST writes otherwise than GraphQL: dates, `2021-04-24T02:36:23.000Z` for `2021-04-24T02:36:23+00:00`, and a
//! user's `lastIp`, which is `lastIP` there.

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

/// Writes the dates of a response, and the name of a user's last IP address, in the form of REST.
pub(crate) fn in_rest_form(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(in_rest_form),
        Value::Object(members) => {
            if let Some(ip) = members.remove("lastIP") {
                members.insert("lastIp".to_owned(), ip);
            }
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

    #[test]
    fn the_last_ip_address_has_another_name() {
        let mut value =
            json!({"user": {"id": "1", "lastIP": "192.0.2.1"}, "list": [{"lastIP": null}]});
        in_rest_form(&mut value);
        let expected =
            json!({"user": {"id": "1", "lastIp": "192.0.2.1"}, "list": [{"lastIp": null}]});
        assert_eq!(value, expected);
    }
}

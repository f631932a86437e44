use super::*;

fn given(text: &str) -> Option<Setting<String>> {
    Some(Setting::new("users_url", text))
}

fn with_users(text: &str) -> Result<Endpoints, Error> {
    Overrides {
        users: given(text),
        oauth: Some(Setting::new("oauth_url", "https://o.example.com/graphql")),
        ..Overrides::default()
    }
    .resolve(false)
}

#[test]
fn the_public_service_is_the_default() {
    let endpoints = Overrides::default().resolve(false).unwrap();
    assert_eq!(endpoints.users(), "https://users.authing.cn/graphql");
    assert_eq!(endpoints.oauth(), "https://oauth.authing.cn/graphql");
    assert_eq!(endpoints.cdn(), "https://usercontents.authing.cn/");
    assert_eq!(endpoints.upload(), "https://upload.qiniup.com/");
    assert!(endpoints.all_https() && endpoints.needs_tls());
}

#[test]
fn half_a_deployment_is_rejected() {
    let only = |users: Option<Setting<String>>, oauth: Option<Setting<String>>| Overrides {
        users,
        oauth,
        ..Overrides::default()
    };
    let url = Some(Setting::new(
        "AUTHING_USERS_URL",
        "https://u.example.com/graphql",
    ));
    let error = only(url.clone(), None).resolve(false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`oauth_url` must be set if `AUTHING_USERS_URL` is set, because tokens would otherwise be sent to \
         https://oauth.authing.cn/graphql; `host` sets both"
    );
    let error = only(None, url.clone()).resolve(false).unwrap_err();
    assert!(
        error.to_string().starts_with("`users_url` must be set"),
        "{error}"
    );
    only(url.clone(), url).resolve(false).unwrap();
}

#[test]
fn one_host_serves_both_in_any_notation() {
    for (host, url) in [
        ("https://id.example.com", "https://id.example.com/graphql"),
        ("https://id.example.com/", "https://id.example.com/graphql"),
        (
            "https://id.example.com/graphql",
            "https://id.example.com/graphql",
        ),
        (
            "https://id.example.com/graphql/",
            "https://id.example.com/graphql",
        ),
        (
            "https://id.example.com/GraphQL",
            "https://id.example.com/graphql",
        ),
        (
            " https://id.example.com:8443/authing/ ",
            "https://id.example.com:8443/authing/graphql",
        ),
        ("http://[::1]:4000", "http://[::1]:4000/graphql"),
    ] {
        let overrides = Overrides {
            host: Some(Setting::new("host", host)),
            ..Overrides::default()
        };
        let endpoints = overrides.resolve(false).unwrap();
        assert_eq!(endpoints.users(), url);
        assert_eq!(endpoints.oauth(), url);
    }
}

#[test]
fn a_separate_url_overrides_the_host() {
    let overrides = Overrides {
        host: Some(Setting::new("host", "https://id.example.com")),
        users: given("https://users.example.com/v1/query"),
        ..Overrides::default()
    };
    let endpoints = overrides.resolve(false).unwrap();
    assert_eq!(endpoints.users(), "https://users.example.com/v1/query");
    assert_eq!(endpoints.oauth(), "https://id.example.com/graphql");
}

#[test]
fn rest_paths_are_below_the_url_without_graphql() {
    for (users, rest) in [
        (
            "https://u.example.com/graphql",
            "https://u.example.com/send_smscode/1/id",
        ),
        (
            "https://u.example.com/users/graphql",
            "https://u.example.com/users/send_smscode/1/id",
        ),
        (
            "https://u.example.com/api",
            "https://u.example.com/api/send_smscode/1/id",
        ),
        (
            "https://u.example.com",
            "https://u.example.com/send_smscode/1/id",
        ),
    ] {
        let endpoints = with_users(users).unwrap();
        let uri = endpoints
            .rest(
                "send_smscode",
                Endpoint::Users,
                &["send_smscode", "1", "id"],
                &[],
            )
            .unwrap();
        assert_eq!(uri.to_string(), rest);
    }
}

#[test]
fn a_url_without_a_path_gets_that_of_graphql() {
    for (given, url) in [
        ("https://u.example.com", "https://u.example.com/graphql"),
        ("https://u.example.com/", "https://u.example.com/graphql"),
        (
            "https://u.example.com/GraphQL/",
            "https://u.example.com/GraphQL/",
        ),
        (
            "https://u.example.com/v1/query",
            "https://u.example.com/v1/query",
        ),
    ] {
        assert_eq!(with_users(given).unwrap().users(), url);
    }
}

#[test]
fn the_v2_api_is_recognized() {
    for url in [
        "https://core.authing.cn/graphql/v2",
        "https://core.authing.cn/graphql/v2/",
        "https://core.authing.cn/GraphQL/V2",
        "https://core.authing.cn/api/graphql//v2/graphql",
        "https://core.authing.cn/graphql/v1",
    ] {
        for (name, overrides) in [
            (
                "users_url",
                Overrides {
                    users: given(url),
                    ..Overrides::default()
                },
            ),
            (
                "AUTHING_HOST",
                Overrides {
                    host: Some(Setting::new("AUTHING_HOST", url)),
                    ..Overrides::default()
                },
            ),
        ] {
            let error = overrides.resolve(false).unwrap_err().to_string();
            let expected = format!("`{name}` belongs to the v2 API");
            assert!(error.starts_with(&expected), "{error}");
        }
    }
    for url in [
        "https://v2.example.com/graphql",
        "https://id.example.com/v2/graphql",
        "https://id.example.com/graphql/voyager",
    ] {
        assert!(with_users(url).is_ok(), "{url}");
    }
}

#[test]
fn only_urls_that_were_given_and_differ_can_be_swapped() {
    let public = Overrides::default().resolve(false).unwrap();
    let one = Overrides {
        host: Some(Setting::new("host", "https://id.example.com")),
        ..Overrides::default()
    };
    assert!(!public.may_be_swapped() && !one.resolve(false).unwrap().may_be_swapped());
    assert!(
        with_users("https://u.example.com/graphql")
            .unwrap()
            .may_be_swapped()
    );
}

#[test]
fn a_segment_stays_one_segment() {
    let endpoints = with_users("https://u.example.com/graphql").unwrap();
    for (phone, escaped) in [
        ("+8613800138000", "+8613800138000"),
        ("138 0013", "138%200013"),
        ("1/../../admin?x=1#y", "1%2F..%2F..%2Fadmin%3Fx%3D1%23y"),
        ("100%", "100%25"),
        ("一三八", "%E4%B8%80%E4%B8%89%E5%85%AB"),
        ("1\r\nHost: evil", "1%0D%0AHost%3A%20evil"),
    ] {
        let uri = endpoints
            .rest(
                "send_smscode",
                Endpoint::Users,
                &["send_smscode", phone, "id"],
                &[],
            )
            .unwrap();
        assert_eq!(uri.path(), format!("/send_smscode/{escaped}/id"));
        assert_eq!(uri.query(), None);
    }
}

#[test]
fn plain_http_is_for_this_machine_only_unless_allowed() {
    for local in [
        "http://localhost:4000/graphql",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://a.localhost/",
    ] {
        assert!(!with_users(local).unwrap().all_https(), "{local}");
    }
    for remote in [
        "http://id.example.com/graphql",
        "http://10.0.0.1",
        "http://localhost.example.com",
    ] {
        let error = with_users(remote).unwrap_err().to_string();
        assert!(error.starts_with("`users_url` is plain http"), "{error}");
        assert!(error.contains("allow_plain_http"), "{error}");
        let overrides = Overrides {
            users: given(remote),
            oauth: given("http://id.example.com/graphql"),
            ..Overrides::default()
        };
        assert!(overrides.resolve(true).is_ok());
    }
}

#[test]
fn an_invalid_url_is_named_and_not_shown() {
    for bad in [
        "",
        "id.example.com",
        "https://",
        "ftp://id.example.com",
        "https://hunter2@id.example.com",
        "https://u:hunter2@id.example.com",
        "https://id.example.com/?secret=hunter2",
        "https://id.example.com/#hunter2",
        "hunter2",
    ] {
        for (name, overrides) in [
            (
                "users_url",
                Overrides {
                    users: given(bad),
                    ..Overrides::default()
                },
            ),
            (
                "AUTHING_HOST",
                Overrides {
                    host: Some(Setting::new("AUTHING_HOST", bad)),
                    ..Overrides::default()
                },
            ),
            (
                "upload_url",
                Overrides {
                    upload: Some(Setting::new("upload_url", bad)),
                    ..Overrides::default()
                },
            ),
        ] {
            let error = overrides.resolve(false).unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(text.starts_with(&format!("`{name}`")), "{text}");
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

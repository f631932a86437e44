//! Calls of the blocking client.

use std::thread;

use authing_client::blocking::{Authing, ItemIter, Login, Session};
use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::operations::{
    CheckLoginStatus, ListRoles, ListUsers, ListUsersOfRole, LoginByEmail, Register,
};
use authing_client::{
    Error, ErrorCode, Photo, Transport, TransportError, TransportErrorKind, transport_fn,
};

use crate::support::Service;

const EMAIL: &str = "test@testmail.com";
const PASSWORD: &str = "testpassword";

#[test]
fn a_program_without_a_runtime_makes_every_kind_of_call() {
    let service = Service::start();
    let authing = service.builder().connect_blocking().unwrap();
    let user = authing.register(EMAIL, PASSWORD).unwrap();
    let login = authing.login_by_email(EMAIL, PASSWORD).unwrap();
    assert_eq!(login.user.id, user.id);
    let session = login.session();
    assert!(session.login_status().unwrap().is_logged_in());
    assert!(session.execute(CheckLoginStatus::new()).is_ok());
    assert_eq!(session.user_id().as_deref(), Some(&*user.id));
    let claims = authing.verify_token(session.token().clone()).unwrap();
    assert_eq!(claims.user_id, user.id);
    assert_eq!(login.expires_at(), Some(claims.expires_at()));
    assert!(authing.decode_token(login.token()).unwrap().is_valid());
    let found = authing.find_user_by_email(EMAIL).unwrap().unwrap();
    assert_eq!(found.id, user.id);
    assert!(!authing.has_role(&*user.id, "admin").unwrap());
    let changed = session.update_openid_profile(|profile| profile.name("Ada"));
    assert_eq!(changed.unwrap().name.as_deref(), Some("Ada"));
    let profile = session.get_openid_profile().unwrap().unwrap();
    assert_eq!(profile.name.as_deref(), Some("Ada"));
    assert_eq!(
        session.authing().user_pool_id(),
        service.emulator.user_pool_id()
    );

    let again = authing.login(LoginByEmail::new(EMAIL, PASSWORD).last_ip("203.0.113.7"));
    assert_eq!(
        again.unwrap().into_user().last_ip.as_deref(),
        Some("203.0.113.7")
    );
    assert!(authing.get_user(&*user.id).unwrap().is_some());
    let photo = Photo::from_bytes("a.png", "image/png", vec![1, 2, 3]);
    let user = authing.set_photo(&*user.id, photo).unwrap();
    assert!(
        user.photo
            .is_some_and(|photo| photo.starts_with(authing.endpoints().cdn()))
    );
    assert!(authing.preflight().unwrap().is_ok());
    let same = authing.session(session.token().clone());
    same.log_out().unwrap();
    assert!(!session.login_status().unwrap().is_logged_in());
}

#[test]
fn errors_are_the_same_as_those_of_the_async_client() {
    let service = Service::start();
    let wrong = Authing::builder(service.emulator.user_pool_id(), "wrong")
        .host(service.emulator.base_url())
        .connect_blocking();
    assert!(
        matches!(wrong, Err(Error::CredentialsRejected { .. })),
        "{wrong:?}"
    );
    let authing = service.builder().build_blocking().unwrap();
    let error = authing.login_by_email(EMAIL, PASSWORD).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_UNKNOWN));
    let error = authing.login_by_email("", PASSWORD).unwrap_err();
    assert!(matches!(error, Error::InvalidInput { field: "email", .. }));
}

#[test]
fn the_iterator_returns_all_users() {
    let service = Service::start();
    let authing = service.builder().build_blocking().unwrap();
    let emails: Vec<_> = (0..7)
        .map(|number| format!("user{number}@testmail.com"))
        .collect();
    for email in &emails {
        authing.execute(Register::new(email, PASSWORD)).unwrap();
    }
    let users: Result<Vec<_>, _> = authing.iter(ListUsers::new()).page_size(3).collect();
    let mut found: Vec<_> = users
        .unwrap()
        .into_iter()
        .filter_map(|user| user.email)
        .collect();
    found.sort();
    assert_eq!(found, emails);
}

#[test]
fn every_list_comes_one_item_after_the_other() {
    let service = Service::start();
    let authing = service.builder().build_blocking().unwrap();
    let user = authing.register(EMAIL, PASSWORD).unwrap();
    for number in 0..5 {
        let role = authing.create_role(format!("role-{number}")).unwrap();
        authing.assign_role(&*role.id, &*user.id).unwrap();
    }
    let roles = authing.iter(ListRoles::new()).page_size(2);
    let roles: Vec<_> = roles.collect::<Result<_, _>>().unwrap();
    let names: Vec<_> = roles.iter().filter_map(|role| role.name.clone()).collect();
    assert_eq!(names, ["role-0", "role-1", "role-2", "role-3", "role-4"]);

    let session = authing.login_by_email(EMAIL, PASSWORD).unwrap().session();
    for members in [
        session.iter(ListUsersOfRole::new(&roles[0].id)),
        authing.iter(ListUsersOfRole::new(&roles[0].id)),
    ] {
        let members: Vec<_> = members.collect::<Result<_, _>>().unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(
            members[0].user.as_ref().map(|user| &user.id),
            Some(&user.id)
        );
    }
    let mut nobody = authing.iter(ListUsersOfRole::new("000000000000000000000000"));
    let error = nobody.next().unwrap().unwrap_err();
    assert_eq!(error.code().map(ErrorCode::get), Some(500));
    assert!(nobody.next().is_none());
}

fn unreachable() -> impl Transport {
    transport_fn(|_: Request<Bytes>| async {
        Err(TransportError::new(TransportErrorKind::Tls, "not trusted"))
    })
}

#[test]
fn an_error_ends_the_iteration() {
    let authing = Authing::builder("pool-1", "secret").transport(unreachable());
    let mut users = authing.build_blocking().unwrap().iter(ListUsers::new());
    assert!(users.next().is_some_and(|user| user.unwrap_err().is_tls()));
    assert!(users.next().is_none());
}

#[test]
fn threads_share_a_client() {
    let service = Service::start();
    let authing = service.builder().build_blocking().unwrap();
    let id = authing.register(EMAIL, PASSWORD).unwrap().id;
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let (authing, id) = (authing.clone(), id.clone());
            thread::spawn(move || {
                for _ in 0..10 {
                    assert!(authing.get_user(&*id).unwrap().is_some());
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn the_client_is_send_and_sync_and_its_debug_output_has_no_secret() {
    fn shareable<T: Clone + Send + Sync + 'static>() {}
    shareable::<Authing>();
    shareable::<Session>();
    shareable::<Login>();
    fn movable<T: Iterator + Send + 'static>() {}
    movable::<ItemIter<ListUsers>>();

    let authing = Authing::builder("pool-1", "hunter2").transport(unreachable());
    let authing = authing.build_blocking().unwrap();
    let shown = format!("{authing:?} {:?}", authing.session("hunter2"));
    assert!(
        shown.contains("pool-1") && !shown.contains("hunter2"),
        "{shown}"
    );
}

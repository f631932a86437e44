//! The clients for synchronous programs: every call blocks until its response arrives.
//!
//! They run the asynchronous clients, with the same operations, errors, retries and timeouts, and need the feature
//! `blocking`. Here are those of the legacy API; those of the v2 API are in
#![cfg_attr(feature = "v2", doc = "[`v2`].")]
#![cfg_attr(not(feature = "v2"), doc = "`v2`, with the feature of that name.")]
//!
//! ```no_run
//! # fn example() -> Result<(), authing_client::Error> {
//! use authing_client::blocking::Authing;
//! use authing_client::operations::{ListUsers, LoginByEmail};
//!
//! let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").connect_blocking()?;
//!
//! let login = authing.login_by_email("test@testmail.com", "testpassword")?;
//! println!("{:?} has logged in {:?} times", login.user.email, login.user.logins_count);
//! println!("logged in: {}", login.session().login_status()?.is_logged_in());
//!
//! let operation = LoginByEmail::new("test@testmail.com", "testpassword").last_ip("203.0.113.7");
//! let login = authing.login(operation)?;
//!
//! for user in authing.iter(ListUsers::new()) {
//!     println!("{:?}", user?.email);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Threads
//!
//! Clients can be shared and cloned like the asynchronous ones, and used by any number of threads at once. All clients
//! share one background thread, `authing`, which drives the connections; the first call starts it.
//!
//! # In asynchronous programs
//!
//! A call in an asynchronous task would block the thread that the task's runtime needs for other tasks. On a thread of
//! a tokio runtime, including `spawn_blocking` threads, a call is [`Error::BlockingInAsync`] and sends nothing: use the
//! [asynchronous client](crate::Authing) there, or a thread of `std::thread::spawn`. Tasks of other runtimes are not
//! recognized: the call works there and blocks the thread.
//!
//! [`Error::BlockingInAsync`]: crate::Error::BlockingInAsync

mod builder;
mod facade;
mod item_iter;
#[cfg(feature = "legacy")]
mod legacy;
mod runtime;
#[cfg(feature = "v2")]
pub mod v2;

pub use item_iter::ItemIter;
#[cfg(feature = "legacy")]
pub use legacy::{Authing, Login, Session};

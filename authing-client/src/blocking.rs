//! The client for programs that are not asynchronous: every call waits for its answer.
//!
//! Feature `blocking`. It is the asynchronous client, driven from outside: the same operations, errors, retries and time
//! limits.
//!
//! ```no_run
//! # fn example() -> Result<(), authing_client::Error> {
//! use authing_client::blocking::Authing;
//! use authing_client::operations::LoginByEmail;
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
//! for user in authing.users_iter() {
//!     println!("{:?}", user?.email);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Threads
//!
//! Clients can be shared and cloned like the asynchronous ones, and used by any number of threads at once. All of them share
//! one background thread, `authing`, which looks after the connections; the first call starts it.
//!
//! # In asynchronous programs
//!
//! A call in an asynchronous task would keep the task's thread from its other tasks. In a thread of a tokio runtime, that of
//! `spawn_blocking` included, it is [`Error::BlockingInAsync`] and sends nothing: use the [asynchronous client](crate::Authing) there,
//! or a thread of `std::thread::spawn`. A task of another runtime is not recognized: the call works there, and the thread
//! waits.
//!
//! [`Error::BlockingInAsync`]: crate::Error::BlockingInAsync

mod authing;
mod builder;
mod facade;
mod item_iter;
#[rustfmt::skip] // generated
mod methods;
mod options;
mod runtime;
mod session;

pub use authing::Authing;
pub use item_iter::ItemIter;
pub use session::{Login, Session};

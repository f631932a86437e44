//! Catches panics of a library without its message on standard error: the error that the caller makes of it is enough.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    /// Whether panics of this thread are expected.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Calls a function and returns its result, or the message of its panic.
pub(crate) fn catch<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| panic::set_hook(unexpected(panic::take_hook())));
    EXPECTED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(call));
    EXPECTED.set(false);
    result.map_err(|panic| message(&*panic).to_owned())
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// Returns a hook that reports only panics that are not expected.
fn unexpected(report: Hook) -> Hook {
    Box::new(move |panic| {
        if !EXPECTED.get() {
            report(panic);
        }
    })
}

/// Returns the message of a panic.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use std::panic;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{catch, unexpected};

    #[test]
    fn only_other_panics_are_reported() {
        // From here on, no other test replaces the hook.
        assert_eq!(catch(|| 1), Ok(1));
        let reported = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&reported);
        let before = panic::take_hook();
        panic::set_hook(unexpected(Box::new(move |panic| {
            let text = panic.payload().downcast_ref::<&str>();
            if text == Some(&"other panic") {
                count.fetch_add(1, Ordering::SeqCst);
            } else {
                before(panic);
            }
        })));
        assert_eq!(
            catch(|| -> () { panic!("other panic") }),
            Err("other panic".to_owned())
        );
        assert_eq!(reported.load(Ordering::SeqCst), 0);
        assert!(panic::catch_unwind(|| panic!("other panic")).is_err());
        assert_eq!(reported.load(Ordering::SeqCst), 1);
    }
}

//! The language of the service's messages.

/// Returns the language of the user's locale, or English, which this program speaks. The service also has Chinese.
pub(crate) fn language() -> &'static str {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|locale| !locale.is_empty());
    match locale {
        Some(locale) if locale.to_string_lossy().starts_with("zh") => "zh-CN",
        _ => "en-US",
    }
}

//! The texts of errors, in the service's two languages.

use std::borrow::Cow;

/// A language of the service's messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// Simplified Chinese, `zh-CN`: what the service uses unless a request asks for another language.
    #[default]
    Chinese,
    /// English, `en-US`.
    English,
}

impl Language {
    /// Returns the language with this tag, of which only the language counts: `en` is as good as `en-US`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    chinese: Cow<'static, str>,
    english: Cow<'static, str>,
}

impl Text {
    pub(crate) fn new(
        chinese: impl Into<Cow<'static, str>>,
        english: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            chinese: chinese.into(),
            english: english.into(),
        }
    }

    /// Returns a text that is the same in both languages.
    pub(crate) fn verbatim(text: String) -> Self {
        Self::new(text.clone(), text)
    }

    pub(crate) fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }

    /// For the emulator's own surfaces, which are in English.
    pub(crate) fn english(&self) -> &str {
        &self.english
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_named_by_its_tag() {
        let chinese = ["zh-CN", "zh", "ZH_cn"].map(Language::from_tag);
        assert_eq!(chinese, [Some(Language::Chinese); 3]);
        let english = ["en-US", "en", "en-GB"].map(Language::from_tag);
        assert_eq!(english, [Some(Language::English); 3]);
        assert_eq!(["", "ja-JP", "english"].map(Language::from_tag), [None; 3]);
    }
}

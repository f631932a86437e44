//! The option `--lang`.

use authing_emulator::Language;

pub(crate) fn parse(tag: &str) -> Result<Language, &'static str> {
    Language::from_tag(tag).ok_or("must be zh-CN or en-US")
}

//! The checked-in code is the code that the generator writes.

use std::path::Path;
use std::process::Command;

use crate::support::text;

#[test]
fn checked_in_code_is_up_to_date() {
    for config in [
        "codegen.toml",
        "authing-codegen/tests/golden/codegen.toml",
        "authing-codegen/tests/downstream/codegen.toml",
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
            .args(["--config", config, "check"])
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
            .output()
            .unwrap();
        assert!(done.status.success(), "{config}: {}", text(&done.stderr));
    }
}

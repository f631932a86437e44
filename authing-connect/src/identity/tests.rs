use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;

/// A certificate and its key, as PEM.
fn pair() -> (String, String) {
    let pair = rcgen::generate_simple_self_signed(["a".to_owned()]).unwrap();
    let lf = |pem: String| pem.replace("\r\n", "\n");
    (lf(pair.cert.pem()), lf(pair.signing_key.serialize_pem()))
}

fn rejected(file: &str) -> String {
    read(file.as_bytes()).unwrap_err().to_string()
}

#[test]
fn certificate_and_key_are_read_however_their_file_was_edited() {
    let (certificate, key) = pair();
    let expected = format!("{certificate}{key}");
    for file in [
        expected.clone(),
        format!("{key}# Mine.\n{certificate}"),
        format!("\u{feff}  {}", expected.replace('\n', "\r\n  ")),
        expected.replace('\n', "\\n"),
        expected.replace('\n', ""),
        expected.replace('=', ""),
        expected.replace(" CERTIFICATE", " X509 CERTIFICATE"),
        STANDARD.encode(&expected),
    ] {
        assert_eq!(read(file.as_bytes()).unwrap(), expected, "{file}");
    }
    let (intermediate, _) = pair();
    let chain = format!("{certificate}{intermediate}{key}");
    assert_eq!(read(chain.as_bytes()).unwrap(), chain);
}

#[test]
fn what_is_wrong_with_certificate_or_key_is_named_and_not_shown() {
    let (certificate, key) = pair();
    let (_, other) = pair();
    let key_with = |label: &str| key.replace("PRIVATE KEY", label);
    let cut = |pem: &str| pem.replace("-----END", "");
    let line = certificate.lines().count() + 1;
    let second = |rest: &str| format!("block 2 (line {line}) {rest}");
    let missing = "must contain a PEM certificate and its unencrypted private key: ";
    for (file, reason) in [
        (
            String::new(),
            missing.to_owned() + "there is no `-----BEGIN CERTIFICATE-----`",
        ),
        (
            key.clone(),
            missing.to_owned() + "there is no `-----BEGIN CERTIFICATE-----`",
        ),
        (
            certificate.clone(),
            missing.to_owned() + "there is no `-----BEGIN PRIVATE KEY-----`",
        ),
        (
            format!("{certificate}{key}{other}"),
            missing.to_owned() + "there are several",
        ),
        (
            format!("{certificate}{}", cut(&key)),
            second("does not end"),
        ),
        (
            format!("{certificate}{}", cut(&certificate)),
            second("does not end"),
        ),
        (
            format!("{certificate}{}", key_with("ENCRYPTED PRIVATE KEY")),
            second("is an encrypted private key; `openssl pkey"),
        ),
        (
            format!(
                "{certificate}{}",
                key_with("RSA PRIVATE KEY").replacen(
                    "-----\n",
                    "-----\nProc-Type: 4,ENCRYPTED\n\n",
                    1
                )
            ),
            second("is an encrypted private key; `openssl pkey"),
        ),
        (
            format!("{certificate}{}", key_with("OPENSSH PRIVATE KEY")),
            second("is in the format of OpenSSH; `ssh-keygen"),
        ),
        (
            format!("{certificate}{}", key.replacen("-----\n", "-----\n%", 1)),
            second("is not base64"),
        ),
        (
            format!("{certificate}{}", key.replace("-----BEGIN", "----BEGIN")),
            second("is malformed"),
        ),
        (
            format!("{}{key}", certificate.replace("-----BEGIN", "----BEGIN")),
            "block 1 (line 1) is malformed".to_owned(),
        ),
    ] {
        let said = rejected(&file);
        assert!(said.contains(&reason), "{reason}: {said}");
        assert!(!said.contains(key.lines().nth(1).unwrap()), "{said}");
    }
    let pkcs12 = read(b"\x30\x03\x02\x01\x03").unwrap_err().to_string();
    assert!(
        pkcs12.contains("`openssl pkcs12 -nodes -in FILE"),
        "{pkcs12}"
    );
    let der = pem::blocks(certificate.as_bytes())[0].der().unwrap();
    let said = read(&der).unwrap_err().to_string();
    assert!(
        said.contains("there is no `-----BEGIN CERTIFICATE"),
        "{said}"
    );
}

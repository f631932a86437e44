use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;

fn certificate(name: &str) -> rcgen::CertifiedKey<rcgen::KeyPair> {
    rcgen::generate_simple_self_signed([name.to_owned()]).unwrap()
}

fn pem(name: &str) -> (String, Vec<u8>) {
    let certificate = certificate(name).cert;
    // The encoder's line ending depends on the system.
    (
        certificate.pem().replace("\r\n", "\n"),
        certificate.der().to_vec(),
    )
}

fn ders(bytes: &[u8]) -> Vec<Vec<u8>> {
    let certificates = read(bytes).unwrap_or_else(|error| panic!("{error}"));
    certificates.into_iter().map(|one| one.der).collect()
}

fn rejected(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

fn utf16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(bytes);
    mark.iter().copied().chain(units).collect()
}

#[test]
fn a_certificate_is_read_however_its_file_was_edited() {
    let (pem, der) = pem("a");
    let indented = pem.replace('\n', "\n  ");
    let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let middle = pem.lines().count() / 2;
    let with_blank_line: Vec<&str> = pem.lines().collect();
    let with_blank_line = [
        &with_blank_line[..middle],
        &["   "],
        &with_blank_line[middle..],
    ];
    let files: Vec<Vec<u8>> = vec![
        pem.clone().into(),
        pem.replace('\n', "\r\n").into(),
        pem.replace('\n', "\r").into(),
        format!("\u{feff}{pem}").into(),
        format!("  {indented}").into(),
        format!("x {pem}").into(),
        format!("\"{pem}\"").into(),
        pem.replace("-----END", "   -----END").into(),
        pem.replace('\n', "\\n").into(),
        pem.replace('\n', "\\r\\n").into(),
        pem.replace('\n', "\\\\n").into(),
        pem.replace('\n', " ").into(),
        pem.replace('\n', "").into(),
        with_blank_line.concat().join("\n").into(),
        pem.replace("BEGIN CERT", "BEGIN X509 CERT")
            .replace("END CERT", "END X509 CERT")
            .into(),
        pem.replace('=', "").into(),
        [b"# Autorit\xe9\n".as_slice(), pem.as_bytes(), b"# \xe9\n"].concat(),
        utf16(&pem, &[0xff, 0xfe], u16::to_le_bytes),
        utf16(&pem, &[0xfe, 0xff], u16::to_be_bytes),
        utf16(&pem, &[], u16::to_le_bytes),
        utf16(&pem, &[], u16::to_be_bytes),
        der.clone(),
        bare.clone().into(),
        format!("\u{feff}\"{bare}\"\n").into(),
        bare.replace('+', "-")
            .replace('/', "_")
            .replace('=', "")
            .into(),
        STANDARD.encode(&pem).into(),
        STANDARD.encode(format!("\u{feff}# Mine.\n{pem}")).into(),
    ];
    for file in files {
        let shown = String::from_utf8_lossy(&file).into_owned();
        assert_eq!(ders(&file), std::slice::from_ref(&der), "{shown}");
    }
}

#[test]
fn every_certificate_of_a_file_is_read_and_has_a_place() {
    let ((a, a_der), (b, b_der)) = (pem("a"), pem("b"));
    let key = certificate("key").signing_key.serialize_pem();
    for file in [
        format!("\u{feff}{a}{b}"),
        format!("  {}{b}", a.replace('\n', "\n  ")),
        format!("{a}{key}{b}"),
        format!("{a}-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n{b}"),
        format!("subject=CN = a\n{a}\nsubject=CN = b\n{b}"),
    ] {
        assert_eq!(
            ders(file.as_bytes()),
            [a_der.clone(), b_der.clone()],
            "{file}"
        );
    }
    assert_eq!(
        ders(&[a_der.clone(), b_der.clone()].concat()),
        [a_der, b_der]
    );
    let places = read(format!("# Two.\n{a}{b}").as_bytes()).unwrap();
    let second = format!("block 2 (line {})", a.lines().count() + 2);
    assert_eq!(
        [places[0].place.as_str(), places[1].place.as_str()],
        ["block 1 (line 2)", second.as_str()]
    );
}

#[test]
fn a_malformed_block_is_named_even_beside_a_good_one() {
    let (good, _) = pem("good");
    let place = format!(
        "can't be used for TLS: block 2 (line {})",
        good.lines().count() + 1
    );
    let block = |label: &str, body: &str| {
        format!("{good}-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    };
    let der = |der: &[u8]| block("CERTIFICATE", &STANDARD.encode(der));
    let not_ended = format!("{good}{}", good.replace("-----END CERTIFICATE-----", ""));
    for (file, reason) in [
        (block("CERTIFICATE", "%%%"), "is not base64"),
        (
            block("CERTIFICATE", "MTIzNDU2Nzg5MA=="),
            "is not an X.509 certificate",
        ),
        (block("CERTIFICATE", ""), "is not an X.509 certificate"),
        // A set, a signature of another type, one that something follows, parts of indefinite length, and a length with too
        // many digits.
        (
            der(b"\x31\x07\x30\x00\x30\x00\x03\x01\x00"),
            "is not an X.509 certificate",
        ),
        (
            der(b"\x30\x07\x30\x00\x30\x00\x04\x01\x00"),
            "is not an X.509 certificate",
        ),
        (
            der(b"\x30\x09\x30\x00\x30\x00\x03\x01\x00\x05\x00"),
            "is not an X.509 certificate",
        ),
        (
            der(b"\x30\x07\x30\x80\x30\x80\x03\x01\x00"),
            "is not an X.509 certificate",
        ),
        (
            der(b"\x30\x89\x01\x00\x00\x00\x00\x00\x00\x00\x07\x30\x00\x30\x00\x03\x01\x00"),
            "is not an X.509 certificate",
        ),
        (not_ended, "does not end"),
        (
            der(&[b"\x30\x0b".as_slice(), PKCS7].concat()),
            "is PKCS #7: replace its label by `PKCS7`",
        ),
        (
            block("PKCS #7 SIGNED DATA", "AAAA"),
            "`openssl pkcs7 -print_certs -in FILE -out ca.pem`",
        ),
        (
            block("TRUSTED CERTIFICATE", "AAAA"),
            "`openssl x509 -in FILE -out ca.pem`",
        ),
        (
            block("PKCS7", "AAAA"),
            "`openssl pkcs7 -print_certs -in FILE -out ca.pem`",
        ),
    ] {
        let said = rejected(file.as_bytes());
        assert!(
            said.starts_with(&place) && said.contains(reason),
            "{reason}: {said}"
        );
    }
}

#[test]
fn a_block_whose_begin_or_end_is_malformed_is_not_lost() {
    let (good, _) = pem("good");
    let line = good.lines().count() + 1;
    let place = format!("can't be used for TLS: block 2 (line {line}) ");
    for (from, to) in [
        ("-----BEGIN", "----BEGIN"),
        ("-----BEGIN", "BEGIN"),
        ("-----BEGIN", "\u{2014}\u{2013}BEGIN"),
        ("-----BEGIN", "----- BEGIN"),
        ("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE----"),
        ("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE"),
        ("BEGIN CERTIFICATE", "BEGIN certificate"),
        ("CERTIFICATE-----", "CERTIFICATE"),
        ("-----", "\u{2014}\u{2014}"),
        ("-----END", "----END"),
        ("END CERTIFICATE-----", "END CERTIFICATE"),
    ] {
        let bad = good.replace(from, to);
        for file in [format!("{good}{bad}"), format!("{good}{bad}{good}")] {
            let said = rejected(file.as_bytes());
            assert!(said.starts_with(&place), "{to}: {said}");
        }
        rejected(bad.as_bytes());
    }
    let without_begin = good.lines().skip(1).collect::<Vec<_>>().join("\n");
    let said = rejected(format!("{good}{without_begin}").as_bytes());
    assert!(
        said.contains("block 2 (line ") && said.contains("is malformed"),
        "{said}"
    );
    // Prose is no block.
    for prose in [
        "# BEGIN of the list\n",
        "# - END OF FILE -\n",
        "BEGINNING OR END\n",
    ] {
        assert_eq!(
            ders(format!("{prose}{good}{prose}").as_bytes()).len(),
            1,
            "{prose}"
        );
    }
}

#[test]
fn a_file_without_certificates_says_what_it_is() {
    let key = certificate("key").signing_key.serialize_pem();
    let pkcs7 = [b"\x30\x0b".as_slice(), PKCS7].concat();
    let pkcs12 = [b"\x30\x03".as_slice(), PKCS12].concat();
    let (_, der) = pem("a");
    for (file, reason) in [
        (&b""[..], "there is no `-----BEGIN CERTIFICATE-----`"),
        (b"hunter2", "there is no `-----BEGIN CERTIFICATE-----`"),
        (key.as_bytes(), "only `PRIVATE KEY`"),
        (&pkcs7, "it is PKCS #7"),
        (&pkcs12, "it is PKCS #12"),
        (STANDARD.encode(&pkcs12).as_bytes(), "it is PKCS #12"),
        (
            b"\xfe\xed\xfe\xed\x00\x00\x00\x02",
            "it is a Java key store; `keytool -exportcert",
        ),
        (&der[..der.len() - 1], "certificate 1 is malformed"),
        (
            &[&der[..], b"\x30\x00"].concat(),
            "certificate 2 is malformed",
        ),
    ] {
        let said = rejected(file);
        assert!(said.contains(reason), "{reason}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn any_prefix_of_a_file_is_an_error_or_a_certificate() {
    let (pem, der) = pem("a");
    for file in [pem.as_bytes(), &der] {
        for length in 0..file.len() {
            let result = read(&file[..length]);
            assert!(
                result.is_err() || length + 1 >= file.len(),
                "{length}: {result:?}"
            );
        }
    }
}

//! Random bytes from the operating system (ASVS 5.0 11.5.1).

use zeroize::Zeroizing;

use crate::ServiceError;

/// `N` random bytes.
///
/// # Errors
/// When the system has no randomness to give, which never happens on a running Linux.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], ServiceError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(ServiceError::internal)?;
    Ok(bytes)
}

/// 32 random bytes as 64 hexadecimal digits.
pub(crate) fn token() -> Result<String, ServiceError> {
    Ok(hex(&bytes::<32>()?))
}

/// The bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that an even number of hexadecimal digits stands for.
pub(crate) fn unhex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok());
    bytes.collect::<Option<Vec<_>>>().map(Zeroizing::new)
}

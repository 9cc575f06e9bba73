//! The API of before `/v1`, which R's package rsconnect 0.8 speaks, and in which other clients look up what they
//! deployed or list pins. Numbers are numbers here, not text.

pub(super) mod applications;
pub(super) mod tasks;
pub(crate) mod tokens;
pub(super) mod variants;

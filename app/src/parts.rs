//! What pages and islands are put together from: plain values in, HTML out.

#[cfg(feature = "ssr")]
mod access_choice;
mod choices;
mod fields;
#[cfg(feature = "ssr")]
mod file_fields;
mod icon;
mod key_form;
#[cfg(feature = "ssr")]
mod moment;
mod new_key;
#[cfg(feature = "ssr")]
mod pagination;
mod snippet;
#[cfg(feature = "ssr")]
mod text_area;

#[cfg(feature = "ssr")]
pub(crate) use access_choice::access_choice;
pub(crate) use choices::{Choice, Choices};
pub(crate) use fields::{Csrf, Field};
#[cfg(feature = "ssr")]
pub(crate) use file_fields::FileFields;
pub(crate) use icon::Icon;
#[cfg(feature = "ssr")]
pub(crate) use icon::SPRITE;
pub(crate) use key_form::{KeyFields, KeyFieldsData};
#[cfg(feature = "ssr")]
pub(crate) use moment::{Instant, Moment};
pub(crate) use new_key::NewKeyView;
#[cfg(feature = "ssr")]
pub(crate) use pagination::{Pagination, encode};
pub(crate) use snippet::Lines;
#[cfg(feature = "ssr")]
pub(crate) use text_area::TextArea;

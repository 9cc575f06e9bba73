//! What the tests stand on: a server of their own, people and content in it, and three kinds of clients.

mod answer;
mod app;
mod client;
mod contract;
mod html;
mod seed;
mod signer;
mod upload;

pub(crate) use answer::Answer;
pub(crate) use app::{PASSWORD, TestApp};
pub(crate) use client::{Anon, Ask, Client, Cookie, Key};
pub(crate) use contract::{Operation, contract};
pub(crate) use html::{Form, escaped, event_handlers};
pub(crate) use seed::while_it_is_there;
pub(crate) use signer::{Letter, Seal, Signer, sent};
pub(crate) use upload::multipart;

//! From which address a request comes.
//!
//! # Security
//! A forwarded address counts only when a trusted proxy says it (ASVS 5.0 15.3.4). The header is read from its end:
//! what stands before the last address that is not a trusted proxy was written by the client.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;

use crate::state::Server;

/// The client's address.
pub(crate) fn client(parts: &Parts, server: &Server) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let peer = peer.ip().to_canonical();
    let trusted = |address: &IpAddr| server.trusted_proxies().contains(address);
    if !trusted(&peer) {
        return Some(peer);
    }
    // What is not text is no address, and ends the walk like any other that is none.
    let lines = parts.headers.get_all("x-forwarded-for").iter();
    let forwarded: Vec<_> = lines.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let addresses = forwarded.iter().flat_map(|line| line.split(',')).rev().map(|text| text.trim().parse::<IpAddr>());
    for address in addresses {
        match address.map(|address| address.to_canonical()) {
            Ok(address) if trusted(&address) => {}
            Ok(address) => return Some(address),
            Err(_) => return Some(peer),
        }
    }
    Some(peer)
}

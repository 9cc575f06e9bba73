# The commands of Claviger. `make` lists them. Each first sets up what it needs; what is already there costs a moment.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup site build run dev check test e2e bench check-deep pictures

# More flags for the server: make run ARGS="--listen 127.0.0.1:4000"
ARGS ?=
XTASK := --profile xtask --package xtask
WASM := --package frontend --target wasm32-unknown-unknown
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

help: ## lists the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

setup: node_modules/.package-lock.json ## installs what a build needs: the browser target of Rust, wasm-opt
	@scripts/setup-rust

site: setup
	@cargo run $(XTASK) -- site

build: site ## builds target/release/claviger, which carries all it needs
	@cargo build --release --package server

run: build ## builds and starts the server, and prints its address and the set-up link
	@exec target/release/claviger serve --show-setup-link $(ARGS)

dev: setup ## starts a debug server, and builds and starts it anew on each change
	@exec scripts/dev $(ARGS)

check: site end2end/node_modules/.package-lock.json ## formatting, lints, types: no tests
	cargo fmt --all --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --package app --features ssr --all-targets -- -D warnings
	cargo clippy --locked --package services --features shuttle --lib --test key_cache_race -- -D warnings
	cargo clippy --locked $(WASM) -- -D warnings
	cargo clippy --locked $(XTASK) --all-targets -- -D warnings
	cd end2end && npx --no-install tsc

test: ## everything: check, all tests on SQLite and PostgreSQL, and in Chromium
	@scripts/need postgresql chromium curl openssl nginx-light python3 jython r-base-core r-cran-plumber r-cran-httr
	@scripts/clients
	@$(MAKE) --no-print-directory check
	scripts/with-postgres cargo test --locked
	cargo test --locked --package services --features shuttle --test key_cache_race
	cargo test --locked $(XTASK)
	@$(MAKE) --no-print-directory e2e

e2e: site end2end/node_modules/.package-lock.json ## the tests in Chromium alone; ARGS goes to Playwright
	@scripts/need chromium curl r-base-core r-cran-plumber
	cargo build --package server
	cd end2end && npx --no-install playwright test $(ARGS)

bench: build ## measures, beside nginx in the same run; ARGS goes to scripts/bench
	@scripts/need python3 wrk nginx-light postgresql r-base-core r-cran-plumber
	@scripts/clients
	scripts/bench $(ARGS)

check-deep: test ## test, then searches with many more cases, for the parsers and the API, and known holes in dependencies
	scripts/check-deep

pictures: site end2end/node_modules/.package-lock.json ## makes the README's pictures anew
	@scripts/need chromium
	cargo build --package server
	scripts/readme-pictures

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo 'Missing: npm; install Node 20 and run this again.' >&2; exit 1; }
	npm ci --no-audit --no-fund
	@touch $@

end2end/node_modules/.package-lock.json: end2end/package.json end2end/package-lock.json
	@command -v npm >/dev/null || { echo 'Missing: npm; install Node 20 and run this again.' >&2; exit 1; }
	cd end2end && npm ci --no-audit --no-fund
	@touch $@

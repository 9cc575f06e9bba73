//! nginx with the configuration of a page, in front of a server.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;

use tempfile::TempDir;

use super::super::program::{Home, PASSWORD, Running};
use super::page::Page;
use super::tool::Tool;

const NGINX: Tool = Tool { program: "/usr/sbin/nginx", package: "nginx-light" };
const OPENSSL: Tool = Tool { program: "openssl", package: "openssl" };
/// Addresses that no other test listens on, so that a port that was free stays so.
const SERVER_HOST: &str = "127.0.0.2";
const PROXY_HOST: &str = "127.0.0.3";

/// The proxy of a page; killed when the test lets go of it.
pub(super) struct Nginx {
    child: Child,
    folder: TempDir,
    pub(super) address: SocketAddr,
}

/// The server that stands behind it, started as `docs/deployment.md` says.
pub(super) struct Behind {
    pub(super) running: Running,
    address: SocketAddr,
}

impl Behind {
    /// Starts it with the flags and the environment of the systemd unit.
    pub(super) fn start(home: &Home) -> Self {
        let page = Page::of("deployment.md");
        let unit = page.find("systemd", "ini");
        let line = |start| unit.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_else(|| panic!("{start}"));
        let flags = line("ExecStart=/usr/local/bin/claviger serve --data-dir /var/lib/claviger ").split(' ');
        let (name, value) = line("Environment=").split_once('=').expect("a variable");
        let address = free(SERVER_HOST);
        let listen = address.to_string();
        let arguments: Vec<_> = ["serve", "--listen", &listen].into_iter().chain(flags).collect();
        let mut command = home.program(&arguments);
        command.env(name, value);
        Self { running: Running::start(command), address }
    }
}

impl Nginx {
    /// Starts it with this configuration, in which files, ports and the server's address are replaced.
    pub(super) fn start(page: &str, behind: &Behind) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (address, path) = (free(PROXY_HOST), |name: &str| folder.path().join(name));
        certify(folder.path());
        // Whoever passes this check is ada.
        fs::write(path("htpasswd"), format!("ada:{{PLAIN}}{PASSWORD}\n")).unwrap();
        let mut config = page.to_owned();
        for (written, meant) in [
            ("listen 443 ssl;", format!("listen {address} ssl;")),
            ("/etc/ssl/claviger.pem", path("certificate.pem").display().to_string()),
            ("/etc/ssl/claviger.key", path("certificate.key").display().to_string()),
            ("http://127.0.0.1:3939;", format!("http://{};", behind.address)),
        ] {
            assert!(config.contains(written), "{written} is not in the page's configuration");
            config = config.replace(written, &meant);
        }
        config = config.replace("/etc/nginx/claviger.htpasswd", &path("htpasswd").display().to_string());
        fs::write(path("nginx.conf"), format!("{ALONE}http {{\n{FOLDERS}{}{config}}}\n", other_site(address))).unwrap();
        let arguments = ["-p", ".", "-e", "error.log", "-c", "nginx.conf"];
        let child = NGINX.start(NGINX.command(folder.path(), &arguments));
        let mut nginx = Self { child, folder, address };
        nginx.wait();
        nginx
    }

    fn wait(&mut self) {
        while TcpStream::connect(self.address).is_err() {
            if self.child.try_wait().expect("its state").is_some() {
                panic!("{}", fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default());
            }
            thread::yield_now();
        }
    }

    pub(super) fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It is one process, and may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One process, which ends with the test.
const ALONE: &str = "daemon off; master_process off; pid nginx.pid;\nevents {}\n";
const FOLDERS: &str = "access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;\n\
                       uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n";

/// Another site of the same nginx, so that the names of the page are needed.
fn other_site(address: SocketAddr) -> String {
    let certificate = "ssl_certificate certificate.pem; ssl_certificate_key certificate.key;";
    format!("server {{ listen {address} ssl default_server; {certificate} return 404; }}\n")
}

fn free(host: &str) -> SocketAddr {
    TcpListener::bind((host, 0)).and_then(|listener| listener.local_addr()).expect("a free port")
}

/// A certificate for both names.
fn certify(folder: &Path) {
    let names = "subjectAltName=DNS:claviger.example.com,DNS:*.content.example.com";
    let command = OPENSSL.command(
        folder,
        &[
            &["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"][..],
            &["-subj", "/CN=claviger.example.com", "-addext", names],
            &["-keyout", "certificate.key", "-out", "certificate.pem"],
        ]
        .concat(),
    );
    let done = OPENSSL.run(command);
    assert!(done.status.success(), "{}", done.err);
}

//! An authority and a certificate of it for `localhost`, made for one test.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs};

/// What a server shows to prove who it is.
pub struct Identity(pub Arc<ServerConfig>);

impl Identity {
    /// Makes one, and writes the certificate of its authority to a file.
    pub fn new(authority: &Path) -> Identity {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        std::fs::write(authority, certificate.pem()).expect("a file in a temporary folder");
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().expect("a key");
        let names = vec!["localhost".to_owned()];
        let own = CertificateParams::new(names)
            .expect("a name")
            .signed_by(&key, &issuer);
        let chain = vec![own.expect("a certificate").der().clone()];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(chain, key);
        Identity(Arc::new(config.expect("a key that fits its certificate")))
    }
}

//! [`Proxies`]: the proxies of blocking requests, from environment variables, by the rules of
//! reqwest. Must not know how a request is sent.

use std::net::IpAddr;

use http::Uri;

/// The proxies of the environment. They are read once for each client.
#[derive(Debug, Default)]
pub(super) struct Proxies {
    /// For `http` URLs.
    pub(super) http: Option<ureq::Proxy>,
    /// For `https` URLs.
    pub(super) https: Option<ureq::Proxy>,
    except: NoProxy,
}

/// The hosts that are reached without a proxy.
#[derive(Debug, Default)]
struct NoProxy {
    /// IP addresses, each with the number of leading bits that count.
    networks: Vec<(IpAddr, u32)>,
    domains: Vec<String>,
}

impl Proxies {
    /// Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not.
    ///
    /// In a CGI program (`REQUEST_METHOD` is set) there are none: there, `HTTP_PROXY` is the
    /// request header `Proxy` of any client.
    pub(super) fn from_environment() -> Proxies {
        if std::env::var_os("REQUEST_METHOD").is_some() {
            return Proxies::default();
        }
        let all = || proxy(&variable("ALL_PROXY"));
        let either = |name| proxy(&variable(name)).or_else(all);
        Proxies {
            http: either("HTTP_PROXY"),
            https: either("HTTPS_PROXY"),
            except: NoProxy::new(&variable("NO_PROXY")),
        }
    }

    /// Returns `true` if a URL is reached without a proxy.
    pub(super) fn excepts(&self, uri: &Uri) -> bool {
        uri.host().is_some_and(|host| self.except.contains(host))
    }
}

fn variable(name: &str) -> String {
    std::env::var(name).or_else(|_| std::env::var(name.to_lowercase())).unwrap_or_default()
}

fn proxy(address: &str) -> Option<ureq::Proxy> {
    if address.is_empty() { None } else { ureq::Proxy::new(address).ok() }
}

impl NoProxy {
    fn new(list: &str) -> NoProxy {
        let mut all = NoProxy::default();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            match network(entry) {
                Some(network) => all.networks.push(network),
                None => all.domains.push(entry.to_ascii_lowercase()),
            }
        }
        all
    }

    fn contains(&self, host: &str) -> bool {
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        match host.parse::<IpAddr>() {
            Ok(address) => self.networks.iter().any(|network| is_within(address, *network)),
            Err(_) => {
                let host = host.to_ascii_lowercase();
                self.domains.iter().any(|domain| domain == "*" || is_domain(&host, domain))
            }
        }
    }
}

/// Parses an IP address, or a network in CIDR notation.
fn network(entry: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = entry.split_once('/').map_or((entry, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
    (bits <= most).then_some((address, bits))
}

fn is_within(address: IpAddr, (network, bits): (IpAddr, u32)) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            (address.to_bits() ^ network.to_bits()).checked_shr(32 - bits).unwrap_or_default() == 0
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            (address.to_bits() ^ network.to_bits()).checked_shr(128 - bits).unwrap_or_default() == 0
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

/// Compares a host with a domain, which matches itself and all names below it, written with a
/// leading dot or without.
fn is_domain(host: &str, domain: &str) -> bool {
    let domain = domain.strip_prefix('.').unwrap_or(domain);
    host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

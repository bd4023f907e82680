"""Addresses whose domains are in scripts other than Latin, in the form that mail servers take (IDNA 2008).

Python and Django have IDNA 2003, by which ß is ss and joiners are nothing: that leads to other domains.
"""

import idna


def encoded(address: str) -> str:
    """Return an address, which may have a name before it, with its domain in ASCII, or raise ``UnicodeError``."""
    before, at, rest = address.rpartition("@")
    domain = rest.rstrip("> ")
    return f"{before}{at}{encoded_domain(domain)}{rest[len(domain) :]}"


def encoded_domain(domain: str) -> str:
    if domain.isascii() and "xn--" not in domain.lower():
        return domain  # also with signs that no new domain may have, such as two hyphens
    return idna.encode(domain, uts46=True, transitional=False).decode()


def decoded_domain(domain: str) -> str:
    """Return a domain in its own script, or raise ``UnicodeError``."""
    return idna.decode(encoded_domain(domain))

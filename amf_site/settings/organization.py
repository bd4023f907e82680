"""Who the Forum is, for search engines: what ``pages.structured_data`` says besides its name and addresses."""

#: Of schema.org.
ORGANIZATION = {
    "@type": "NGO",
    "foundingDate": "2008",
    "location": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Tehran", "addressCountry": "IR"},
    },
}

"""The Forum's structured data for search engines; ``pages.structured_data`` adds its name and URLs."""

#: Properties from schema.org.
ORGANIZATION = {
    "@type": "NGO",
    "foundingDate": "2008",
    "location": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Tehran", "addressCountry": "IR"},
    },
}

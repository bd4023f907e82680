"""The Forum in structured data for search engines; ``pages.structured_data`` adds its name, URLs and other facts."""

#: Properties from schema.org.
ORGANIZATION = {
    "@type": "NGO",
    "location": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Tehran", "addressCountry": "IR"},
    },
}

"""Security policies and upload limits, as plain constants."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

#: Content-Security-Policy of public pages: only our own resources, nothing inline.
PUBLIC_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "manifest-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

#: Content-Security-Policy of the admin. Wagtail uses inline scripts and styles without nonces (wagtail issue 1288),
#: previews images from blob: and data: URLs before they are uploaded, and shows page previews in frames.
ADMIN_POLICY = {
    **PUBLIC_POLICY,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],
}

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)

#: Extensions of documents that editors may upload. ``amf_site.media.uploads`` checks the content as well.
DOCUMENT_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024

#: Extensions of images that editors may upload: raster formats only, because SVG can contain scripts. The format is
#: determined by the content (``amf_site.media.picture_child``); the extensions only filter the file dialog.
IMAGE_EXTENSIONS = ["avif", "heic", "heif", "jfif", "jpeg", "jpg", "png", "webp"]
IMAGE_MAX_BYTES = 10 * 1024 * 1024
#: Bounds the memory for resizing: a 14 KiB file can decode to an image that needs 850 MB.
IMAGE_MAX_PIXELS = 25_000_000

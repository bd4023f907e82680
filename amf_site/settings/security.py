"""Headers and policies, as plain constants that can be read and tested alone."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

#: Readers' pages: everything is ours and nothing is inline.
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

#: The admin. Wagtail writes inline scripts and styles and has no nonces (wagtail issue 1288); pictures are
#: previewed from blob: and data: before they are uploaded; previews of pages are framed.
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

#: Documents an editor may upload. Each is checked by its content as well (``amf_site.media.uploads``).
DOCUMENT_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024

#: Pictures an editor may upload: raster only, an SVG can carry scripts. Forms offer files of these names; what a file
#: is decides its content (``amf_site.media.picture_child``).
IMAGE_EXTENSIONS = ["avif", "heic", "heif", "jfif", "jpeg", "jpg", "png", "webp"]
IMAGE_MAX_BYTES = 10 * 1024 * 1024
#: A 14 KiB file can unpack to a picture that takes 850 MB to resize; this bounds it.
IMAGE_MAX_PIXELS = 25_000_000

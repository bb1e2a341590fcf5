"""Pictures and PDF as people send them to prove who they are: small, real, and with what a telephone writes into them."""

import io

import pikepdf
from PIL import ExifTags, Image

PLACE, MAKER = "36.5", "植入的拍摄者"


def picture(form="JPEG", *, size=(40, 30), **saved):
    """A picture with the place and the maker in it."""
    data = Image.Exif()
    data[ExifTags.Base.Artist] = MAKER
    data[ExifTags.Base.ImageDescription] = PLACE
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, form, exif=data, **saved)
    return made.getvalue()


def pdf(pages=1, **saved):
    """A PDF with its author and a script that runs when it is opened."""
    made = io.BytesIO()
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Author"] = MAKER
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.save(made, **{"deterministic_id": not saved, **saved})
    return made.getvalue()


def author_of(data):
    """Who a PDF says made it; empty where it does not say."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return str(document.docinfo.get("/Author", ""))

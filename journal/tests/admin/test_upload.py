"""Images and files that authors upload."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo

from journal.models import Attachment
from journal.models.attachment import SIZE_LIMIT

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/journal/entry/attachment/"
MARKER = "ZQ9-METADATA-MARKER"
FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}


@pytest.fixture
def client(signed_in, author):
    return signed_in(author)


def picture(form, size=(40, 30), **options):
    target = BytesIO()
    Image.new("RGB", size, "brown").save(target, form, **options)
    return target.getvalue()


def marked(form):
    """A picture that says MARKER wherever its format has room for words, and lies on its side where it can."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = MARKER, 6
    text = PngInfo()
    text.add_text("Comment", MARKER)
    own = {"PNG": {"pnginfo": text, "exif": exif}, "GIF": {"comment": MARKER.encode()}}
    return picture(form, **own.get(form, {"exif": exif}))


def animation(form, durations):
    frames = [Image.new("RGB", (10, 10), (index * 60, 0, 0)) for index in range(len(durations))]
    target = BytesIO()
    frames[0].save(target, form, save_all=True, append_images=frames[1:], duration=durations, loop=3)
    return target.getvalue()


def shown_for(data):
    """Milliseconds of each frame."""
    found = []
    with Image.open(BytesIO(data)) as image:
        for frame in ImageSequence.Iterator(image):
            frame.load()
            found.append(int(frame.info["duration"]))
    return found


def opened(data):
    with Image.open(BytesIO(data)) as image:
        return image.size, getattr(image, "n_frames", 1)


def archive():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("a.txt", "a")
    return target.getvalue()


def send(client, data, name="picture.png"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(("extension", "form"), FORMATS.items())
def test_an_image_is_kept_by_what_it_is_without_what_it_says(client, author, extension, form):
    data = marked(form)
    assert MARKER.encode() in data
    answer = send(client, data, "my cat.txt").json()
    kept = Attachment.objects.get()
    assert answer == {
        "markdown": f"![](/attachments/{kept.name})",
        "name": "my cat.txt",
        "is_picture": True,
    }
    assert kept.name.endswith(f".{extension}")
    assert list(kept.uploaded_by.all()) == [author]
    assert MARKER.encode() not in kept.read()
    turned, _ = opened(kept.read())
    assert turned == ((40, 30) if form == "GIF" else (30, 40))


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_still_moves_at_its_pace(client, form):
    data = animation(form, [500, 700, 900])
    send(client, data)
    assert shown_for(Attachment.objects.get().read()) == shown_for(data) == [500, 700, 900]


def test_a_photograph_with_a_second_image_in_it_is_a_photograph(client):
    target = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    first, second = Image.new("RGB", (40, 30), "brown"), Image.new("RGB", (20, 15), "gold")
    first.save(target, "MPO", save_all=True, append_images=[second], exif=exif)
    send(client, target.getvalue())
    kept = Attachment.objects.get()
    assert kept.name.endswith(".jpg")
    assert opened(kept.read()) == ((30, 40), 1)


def test_a_large_photograph_is_made_smaller(client):
    send(client, picture("JPEG", (4000, 2000)))
    assert opened(Attachment.objects.get().read()) == ((2560, 1280), 1)


@pytest.mark.parametrize(
    ("data", "extension"),
    [(b"%PDF-1.7 ...", "pdf"), (archive(), "zip"), ("né,ville\n1,Orléans\n".encode(), "csv")],
    ids=["pdf", "zip", "csv"],  # an archive has the time in it, and each process makes its own
)
def test_a_file_is_offered_as_a_download(client, data, extension):
    answer = send(client, data, f"all [my] *notes*.{extension}").json()
    kept = Attachment.objects.get()
    assert answer["markdown"] == rf"[all \[my\] \*notes\*.{extension}](/attachments/{kept.name})"
    assert kept.read() == data
    response = client.get(kept.get_absolute_url())
    assert response.headers["Content-Disposition"] == f'attachment; filename="all [my] *notes*.{extension}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"  \n<?xml version='1.0'?><svg/>",
        b"\x7fELF\x00\x00",
        b"MZ\x90\x00",
        b"%!PS-Adobe-3.0 EPSF-3.0\n\x00",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        picture("PNG")[:-40],
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\x04\x00\x00\x00WEBP",
        b"\x00\x00\x00\x20ftypavif",
        "Latin, étrange".encode("latin-1"),
    ],
)
def test_what_is_neither_is_refused(client, data):
    answer = send(client, data)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["prog.py", "notes.txt", "data.CSV", ".csv"])
def test_plain_text_is_a_table_only_when_it_says_so(client, name):
    assert send(client, b"import os\n", name).status_code == (200 if name.lower().endswith(".csv") else 400)


def test_a_file_that_is_shown_is_not_deleted_without_a_word(signed_in, editor, make_entry):
    send(signed_in(editor), picture("PNG"))
    kept = Attachment.objects.get()
    make_entry(title="Look at this", body=kept.markdown)
    page = signed_in(editor).get(f"/admin/journal/attachment/{kept.pk}/delete/")
    assert "Look at this" in page.content.decode()


def test_a_bomb_is_refused_before_it_goes_off(client):
    answer = send(client, picture("PNG", (12_000, 12_000)))
    assert "144 megapixels" in answer.json()["error"]


def test_too_many_frames_are_a_bomb_too(client):
    frames = [Image.new("L", (3000, 3000), index) for index in range(6)]
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    assert "megapixels" in send(client, target.getvalue()).json()["error"]


def test_tens_of_thousands_of_frames_are_not_even_counted(client):
    frame = b"!\xf9\x04\x00\x01\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00"
    assert "too many frames" in send(client, head + frame * 60_000 + b";").json()["error"]
    answer = send(client, head + frame * 900 + b";")
    assert answer.status_code == 200, answer.content


@pytest.mark.django_db
def test_a_name_that_turns_itself_round_is_shown_as_it_is():
    kept = Attachment.keep(b"%PDF-1.7 turned round", "photo\u202egpj.pdf")
    assert str(kept) == "photo[U+202E]gpj.pdf"


def test_too_much_is_refused(client):
    answer = send(client, b"%PDF-" + b"x" * SIZE_LIMIT)
    assert "too large" in answer.json()["error"]


def test_without_a_file(client):
    assert client.post(ADDRESS, {}).status_code == 400
    assert client.get(ADDRESS).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 200), ("editor", 200)])
def test_who_may_upload(signed_in, cast, who, status):
    assert send(signed_in(cast[who]), b"%PDF-1").status_code == status
    assert Attachment.objects.exists() == (status == 200)


def test_the_same_file_is_kept_once(client):
    first, second = (send(client, b"%PDF-1").json() for _ in range(2))
    assert first == second
    assert Attachment.objects.count() == 1


def test_two_people_upload_the_same(signed_in, author, editor):
    first = send(signed_in(editor), b"%PDF-1", "salary.pdf").json()
    second = send(signed_in(author), b"%PDF-1", "notes.pdf").json()
    assert (first["name"], second["name"]) == ("salary.pdf", "notes.pdf")
    assert "salary" not in second["markdown"]
    kept = Attachment.objects.get()
    for person in (author, editor):
        assert signed_in(person).get(kept.get_absolute_url()).status_code == 200


def test_the_page_for_it_is_for_authors_only(signed_in, django_user_model):
    nobody = django_user_model.objects.create(username="nobody", is_staff=True)
    file = SimpleUploadedFile("a.pdf", b"%PDF-1")
    assert signed_in(nobody).post("/admin/journal/attachment/add/", {"file": file}).status_code == 403
    assert not Attachment.objects.exists()


def test_without_a_script_a_page_takes_it(client):
    address = "/admin/journal/attachment/add/"
    assert client.get(address).status_code == 200
    assert "Only PNG" in client.post(address, {"file": SimpleUploadedFile("a", b"\x00")}).content.decode()
    page = client.post(address, {"file": SimpleUploadedFile("a.png", picture("PNG"))}, follow=True)
    assert f"![]({Attachment.objects.get().get_absolute_url()})" in page.content.decode()

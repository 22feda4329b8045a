"""/attachments/: images and files for texts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from journal.models import Attachment
from journal.tests.api.answers import problem
from journal.tests.pictures import PNG

pytestmark = pytest.mark.django_db
ATTACHMENTS = "/api/v1/attachments/"


def test_an_upload_and_what_shows_it(program, author):
    sent = SimpleUploadedFile("A list.png", PNG, "image/png")
    answer = program(author).post(ATTACHMENTS, {"file": sent})
    assert answer.status_code == 201
    made = answer.json()
    assert made["label"] == "A list.png"
    assert made["markdown"] == f"![]({made['url']})"
    assert program(author).get(f"{ATTACHMENTS}{made['name']}/").json() == made


def test_the_list_is_of_what_one_has_uploaded(program, author, editor):
    for number in range(3):
        Attachment.keep(b"%PDF-1.7 " + bytes([number]), f"{number}.pdf", by=author)
    Attachment.keep(b"%PDF-1.7 other", "other.pdf", by=editor)
    seen, address = [], f"{ATTACHMENTS}?limit=2"
    while address:
        body = program(author).get(address).json()
        seen += [one["label"] for one in body["results"]]
        address = body["next"]
    assert seen == ["2.pdf", "1.pdf", "0.pdf"]


def test_a_visitor_has_uploaded_nothing(client):
    problem(client.get(ATTACHMENTS), 401)


def test_what_is_no_picture_or_file_is_refused(program, author):
    answer = program(author).post(ATTACHMENTS, {"file": SimpleUploadedFile("x.svg", b"<svg/>")})
    assert problem(answer, 400)["errors"][0]["pointer"] == "/file"
    assert not Attachment.objects.exists()

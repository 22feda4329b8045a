"""What answers of the API have to be."""


def problem(answer, status):
    """What it says is wrong."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    return body

"""What keys and tools do to a text: the editor's own module, run by the browser."""

import pytest

pytestmark = pytest.mark.xdist_group("editor")

# Each text with the selection between bars, before and after; None where the browser does what it does.
RUN = """async ([name, text, argument]) => {
    const address = performance.getEntriesByType("resource").find(({ name }) => name.includes("admin/markdown")).name;
    const module = await import(address);
    const [before, inside, after] = text.includes("‖") ? text.split("‖") : [...text.split("|").slice(0, 1), "", text.split("|")[1]];
    const value = before + inside + after;
    const edit = module[name]({ value, start: before.length, end: before.length + inside.length }, argument);
    if (!edit) return null;
    const changed = value.slice(0, edit.from) + edit.text + value.slice(edit.to);
    const mark = edit.start === edit.end ? "|" : "‖";
    const selected = mark === "|" ? "|" : `‖${changed.slice(edit.start, edit.end)}‖`;
    return changed.slice(0, edit.start) + selected + changed.slice(edit.end);
}"""

ENTER = {
    "- one|": "- one\n- |",
    "* one|": "* one\n* |",
    "  - one|": "  - one\n  - |",
    "9. one|": "9. one\n10. |",
    "1) one|": "1) one\n2) |",
    "- [x] done|": "- [x] done\n- [ ] |",
    "> said|": "> said\n> |",
    "> - said|": "> - said\n> - |",
    "- one|two": "- one\n- |two",
    "- one\n- |": "- one\n|",
    "- one\n    - |": "- one\n- |",
    "- one\n  - |": "- one\n- |",
    "> one\n> |": "> one\n|",
    "> - one\n> - |": "> - one\n> |",
    "```\n    x|": "```\n    x\n    |",
    "```\nx|": None,
    "words|": None,
    "* * *|": None,
    "---|": None,
    "-|": None,
    "- ‖one‖": None,
    "| a |": None,
}
TAB = {
    "```\n|x\n```": "```\n    |x\n```",
    "```\nab|x\n```": "```\nab  |x\n```",
    "```\n‖a\nb‖\n```": "```\n    ‖a\n    b‖\n```",
    "```\n‖a\n\nb‖\n```": "```\n    ‖a\n\n    b‖\n```",
    "- ```\n|x": "- ```\n    |x",
    "> ```\n|x": "> ```\n    |x",
    "words|": None,
    "```\nx\n```\n|": None,
    "```x``` c\n|": None,
    "~~~\n```\n|": "~~~\n```\n    |",
}
BACK = {
    "```\n    x|\n```": "```\nx|\n```",
    "```\n  x|\n```": "```\nx|\n```",
    "```\n\tx|": "```\nx|",
    "```\n    ‖a\n      b‖\n```": "```\n‖a\n  b‖\n```",
    "```\nx\n|abc\n```": "```\nx\n|abc\n```",
    "words|": None,
}
BOLD = {
    "a ‖word‖ b": "a **‖word‖** b",
    "a ‖word ‖b": "a **‖word‖** b",
    "a **‖word‖** b": "a ‖word‖ b",
    "***‖word‖***": "*‖word‖*",
    "*‖word‖*": "***‖word‖***",
    "|": "**|**",
}
ITALIC = {
    "‖word‖": "*‖word‖*",
    "*‖word‖*": "‖word‖",
    "**‖word‖**": "***‖word‖***",
    "***‖word‖***": "**‖word‖**",
}
CODE = {"‖x‖": "`‖x‖`", "`‖x‖`": "‖x‖", "‖a`b‖": "`` ‖a`b‖ ``"}
LINK = {
    "‖label‖": "[label](|)",
    "|": "[|]()",
    "‖https://example.org/x‖": "[|](https://example.org/x)",
}
FENCE = {
    "|": "```|\n\n```\n",
    "a\n\nx =| 1": "a\n\n```|\nx = 1\n```\n",
    "a\nx|": "a\n\n```|\nx\n```\n",
    "‖a\n```b‖": "````|\na\n```b\n````\n",
    "```\nx|": None,
}
CASES = [
    *(("newline", None, *case) for case in ENTER.items()),
    *(("indent", False, *case) for case in TAB.items()),
    *(("indent", True, *case) for case in BACK.items()),
    *(("wrap", "**", *case) for case in BOLD.items()),
    *(("wrap", "*", *case) for case in ITALIC.items()),
    *(("wrap", "`", *case) for case in CODE.items()),
    *(("link", None, *case) for case in LINK.items()),
    *(("fence", None, *case) for case in FENCE.items()),
]


def test_what_keys_and_tools_do(open_page, author_state):
    page = open_page("/admin/journal/entry/add/", storage_state=author_state)
    page.wait_for_load_state("networkidle")
    wrong = []
    for name, argument, text, expected in CASES:
        found = page.evaluate(RUN, [name, text, argument])
        if found != expected:
            wrong.append((name, argument, text, expected, found))
    assert wrong == []

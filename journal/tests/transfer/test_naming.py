from datetime import datetime

import pytest

from journal.text.slugs import slugify
from journal.transfer.naming import chosen_kind, date_in, guess_kind, natural, slug_source, spoken
from journal.transfer.plan import PlannedTopic
from journal.transfer.repository.topics import below, plan_topics


@pytest.mark.parametrize(
    ("name", "title", "slug"),
    [
        ("1_basics", "Basics", "basics"),
        ("10_file_io", "File io", "file-io"),
        ("01-Größe & Maß 🎉", "Größe & Maß 🎉", "größe-and-maß"),
        ("1. Intro", "Intro", "intro"),
        ("2023", "2023", "2023"),
        ("001", "001", "001"),
        ("3d-graphics", "3d graphics", "3d-graphics"),
        ("2020-01-02-two-sum", "Two sum", "two-sum"),
        ("第一章_基础", "第一章 基础", "第一章-基础"),
        ("C++", "C++", "c-plus-plus"),
        ("🎉🎉", "🎉🎉", "party-popper-party-popper"),
        ("???", "???", "question-mark-question-mark-question-mark"),
        ("django-orm", "Django orm", "django-orm"),
        ("My Notes", "My Notes", "my-notes"),
        ("2023-01-05", "2023-01-05", "2023-01-05"),
        ("2023-01", "2023-01", "2023-01"),
        ("2023-W05", "2023 W05", "2023-w05"),
        ("0-1-knapsack", "0 1 knapsack", "0-1-knapsack"),
        ("3-way-merge", "3 way merge", "3-way-merge"),
        ("3.14", "3.14", "3-14"),
        ("7 habits", "7 habits", "7-habits"),
        ("2001 a space odyssey", "2001 a space odyssey", "2001-a-space-odyssey"),
        ("1-basics", "Basics", "basics"),
        ("01 Intro", "Intro", "intro"),
        ("2) Next", "Next", "next"),
        ("3 - Third", "Third", "third"),
        ("already-spoken name", "Already-spoken name", "already-spoken-name"),
    ],
)
def test_names_make_titles_and_slugs(name, title, slug):
    assert spoken(name) == title
    assert slugify(slug_source(name)) == slug


def test_numbers_sort_as_numbers():
    assert sorted(["10_b", "2_a", "1_c", "a", "B"], key=natural) == ["1_c", "2_a", "10_b", "a", "B"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("notes/a.md", "note"),
        ("practice/a.py", "practice"),
        ("Exercises/1_x.ipynb", "practice"),
        ("a/two_sum_problem.py", "practice"),
        ("TwoSumChallenge.java", "practice"),
        ("projects/shop/readme.py", "project"),
        ("bugs/a.md", "bug"),
        ("notes/fix-it.md", "bug"),
        ("debug_session.ipynb", "bug"),
        ("debugging_exercise.ipynb", "practice"),
        ("prefix/suffix.md", "note"),
        ("best-practices.md", "note"),
    ],
)
def test_kinds_are_guessed(path, kind):
    assert guess_kind(path) == kind


def test_a_rule_sets_the_kind_and_the_last_one_counts():
    rules = (("*", "note"), ("x/*", "bug"))
    assert chosen_kind("x/a.md", rules) == "bug"
    assert chosen_kind("y/a.md", rules) == "note"
    assert chosen_kind("y/a.md", rules[1:]) == ""


@pytest.mark.parametrize(
    ("name", "moment"),
    [("2020-01-02-x", datetime(2020, 1, 2)), ("2020-13-02-x", None), ("2020-01-02", datetime(2020, 1, 2)), ("x", None)],
)
def test_dates_in_names(name, moment):
    assert date_in(name) == moment


@pytest.mark.parametrize(
    ("folders", "topics"),
    [
        (["vim", "git"], [("Git", None), ("Vim", None)]),
        (["10_b", "2_a"], [("A", None), ("B", None)]),
        (["", "vim"], [("My repo", None), ("Vim", "")]),
        (["", "vim", "a/b"], [("My repo", None), ("A", None), ("B", "a"), ("Vim", None)]),
        (["a/b"], [("A", None), ("B", "a")]),
        (["a/b", "a"], [("A", None), ("B", "a")]),
        (["a/b/c/d", "x"], [("A", None), ("B / C / D", "a"), ("X", None)]),
        (["n/a/x", "n/a/y", "n/b/x"], [("A", None), ("X", "n/a"), ("Y", "n/a"), ("B", None), ("X", "n/b")]),
        (["content/posts", "content/notes"], [("Notes", None), ("Posts", None)]),
        (["content", "content/posts"], [("My repo", None), ("Posts", "content")]),
        (["Python"], [("Python", None)]),
    ],
)
def test_folders_become_topics_of_two_levels(folders, topics):
    assert [(topic.title, topic.parent) for topic in plan_topics(folders, "my-repo")] == topics


def test_below_a_stage_every_folder_is_a_topic_of_it():
    topics = [PlannedTopic("", "R", None, 0), PlannedTopic("a", "A", None, 1), PlannedTopic("a/b", "B", "a", 2)]
    placed = below(topics, topic_is_stage=True)
    assert [topic.title for topic in placed] == ["R", "A", "A / B"]
    assert {topic.parent for topic in placed} == {""}

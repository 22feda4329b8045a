"""How an entry of each kind begins: its parts, in the order in which readers need them."""

TEMPLATES = {
    "note": """## What it is

## Why it works

## Example

```python

```
""",
    "practice": """## The problem

## First attempt

```python

```

## Solution

```python

```

## Why it works
""",
    "project": """## The goal

## The design

## What I learned
""",
    "bug": """## Symptom

## Traceback

```text

```

## Suspects

1.

## Cause

## Why

## Fix
""",
}

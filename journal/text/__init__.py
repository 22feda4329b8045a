"""The text pipeline: Markdown in, a safe Document out. No models, no request.

A writer's text is rendered in a child process with a limit on time (`render` in
renderer.py); everything else here is a pure function of strings.
"""

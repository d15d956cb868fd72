"""A page that asks tasks in a browser, in one file."""

import base64
import hashlib
import json
from importlib.resources import files


def page_of(tasks):
    """Return the page as HTML.

    Parameters
    ----------
    tasks : list of dict
        What is asked, without the right answers.

    Returns
    -------
    html : str
        Its policy allows the script and the style in it, and nothing else: no network.
    """
    script, style = _part("task_page.js"), _part("task_page.css")
    # "<" could end the element.
    data = json.dumps(tasks, ensure_ascii=False).replace("<", "\\u003c")
    name = hashlib.sha256(data.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Judge topics</title>\n<style>{style}</style>\n</head>\n"
        f'<body data-name="{name}">\n<main></main>\n'
        f'<script type="application/json" id="tasks">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _part(name):
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text):
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

"""Whether a page is whole: every tag closed, headings in order, tables and pictures named for those who cannot see them."""

from html.parser import HTMLParser

VOID = {"meta", "br"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.faults, self.level, self.attributes = [], [], 0, []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.attributes.append((tag, given))
        if tag in {"script", "link", "img", "iframe", "form", "object", "embed", "base", "a"}:
            self.faults.append(f"<{tag}> has no place on a page that asks for nothing")
        if any(name.startswith("on") or name in {"src", "style"} for name in given):
            self.faults.append(f"<{tag}> has an attribute that has no place here: {given}")
        if tag in {"h1", "h2", "h3"}:
            if int(tag[1]) > self.level + 1:
                self.faults.append(f"<{tag}> follows level {self.level}")
            self.level = int(tag[1])
        if tag == "svg" and given.get("aria-hidden") != "true" and not given.get("aria-label"):
            self.faults.append("a picture without words")
        if tag == "th" and given.get("scope") not in {"row", "col"}:
            self.faults.append("a head of a table that does not say of what")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def check(text, language):
    """Returns what is wrong with a page."""
    page = Page()
    page.feed(text)
    page.close()
    faults = page.faults + [f"<{tag}> is never closed" for tag in page.open]
    if ("html", {"lang": language}) not in page.attributes:
        faults.append("the page does not say its language")
    policy = [a.get("content", "") for t, a in page.attributes if a.get("http-equiv") == "Content-Security-Policy"]
    if len(policy) != 1 or not policy[0].startswith("default-src 'none'; style-src 'sha256-"):
        faults.append("the page does not forbid what it does not need")
    return faults
